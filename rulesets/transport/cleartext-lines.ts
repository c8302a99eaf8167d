import type { Node, Operation, SecurityScheme, ServerExpansion } from '@specward/core'
import { exposureOf, ownKeyOf } from './exposure.ts'

/** What goes over the servers that one line decides, or that operations name alike each for itself. */
export interface Line {
  readonly expansion: ServerExpansion
  /** Further places where operations say the same. */
  readonly others: Set<Node>
  /** The expansion, and those of the further places. */
  readonly expansions: Set<ServerExpansion>
  readonly schemes: Set<SecurityScheme>
  readonly operations: Set<Operation>
}

/** The lines by which secrets travel, by how well they are known to be safe. */
export interface Lines {
  readonly exposed: ReadonlyMap<Node | string, Line>
  readonly doubtful: ReadonlyMap<Node | string, Line>
}

export function linesOf(sent: ReadonlyMap<Operation, readonly SecurityScheme[]>): Lines {
  const exposed = new Map<Node | string, Line>()
  const doubtful = new Map<Node | string, Line>()
  for (const [operation, schemes] of sent) {
    const expansions = operation.servers.flatMap((server) => server.expansions)
    const open = expansions.filter((each) => exposureOf(each) === 'exposed')
    for (const each of open) add(exposed, each, operation, schemes)
    if (open.length > 0) continue
    const doubt =
      expansions.find((each) => exposureOf(each) === 'private') ??
      expansions.find((each) => exposureOf(each) === 'unknown')
    if (doubt) add(doubtful, doubt, operation, schemes)
  }
  return { exposed, doubtful }
}

function add(
  lines: Map<Node | string, Line>,
  expansion: ServerExpansion,
  operation: Operation,
  schemes: readonly SecurityScheme[],
): void {
  const key = ownKeyOf(expansion) ?? expansion.decidedBy
  const line = lines.get(key) ?? {
    expansion,
    others: new Set<Node>(),
    expansions: new Set([expansion]),
    schemes: new Set<SecurityScheme>(),
    operations: new Set<Operation>(),
  }
  lines.set(key, line)
  if (line.expansion.decidedBy !== expansion.decidedBy && !line.others.has(expansion.decidedBy)) {
    line.others.add(expansion.decidedBy)
    line.expansions.add(expansion)
  }
  line.operations.add(operation)
  for (const scheme of schemes) line.schemes.add(scheme)
}
