/** Levels of nesting that a document may have, in YAML and JSON alike. */
export const DEPTH_LIMIT = 1_000

/** Nodes that a document may have once every alias is replaced by what it stands for, if it uses aliases. */
export const EXPANSION_LIMIT = 1_000_000

/** A document with many nodes of its own may repeat each of them this often. */
export const EXPANSION_FACTOR = 4
