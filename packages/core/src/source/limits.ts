/** What a description may ask of the machine that reads it. Each limit ends in a problem, never in an answer. */
export interface Limits {
  /** Megabytes (of 1,048,576 bytes) that one file may have. */
  readonly fileSize: number
  /** Levels of nesting that a file may have, in YAML and JSON alike. */
  readonly nesting: number
  /** Nodes that a file may have once every alias is replaced by what it stands for, if it uses aliases. */
  readonly aliases: number
  /** Files that one description may consist of. */
  readonly files: number
  /** References that may follow one another until something else stands at their end. */
  readonly references: number
  /** Seconds that one rule may take on one description. */
  readonly ruleTime: number
  /** Seconds that one description may take. */
  readonly documentTime: number
}

export type LimitName = keyof Limits

interface LimitFact {
  /** Where nobody says anything. */
  readonly usual: number
  /** What nobody can raise it beyond: a configuration may have been written by whoever wrote the description. */
  readonly most: number
  readonly unit: string
  readonly description: string
}

export const LIMITS: Readonly<Record<LimitName, LimitFact>> = {
  fileSize: { usual: 64, most: 256, unit: 'MB', description: 'Size of one file.' },
  nesting: { usual: 1_000, most: 2_000, unit: 'levels', description: 'Nesting of one file.' },
  aliases: {
    usual: 1_000_000,
    most: 10_000_000,
    unit: 'nodes',
    description: 'What a YAML file may hold once each alias is replaced by what it stands for.',
  },
  files: {
    usual: 5_000,
    most: 50_000,
    unit: 'files',
    description: 'Files that one description consists of.',
  },
  references: {
    usual: 500,
    most: 2_000,
    unit: 'references',
    description: 'References that follow one another until something else stands at their end.',
  },
  ruleTime: { usual: 5, most: 60, unit: 's', description: 'Time of one rule on one description.' },
  documentTime: { usual: 120, most: 1_200, unit: 's', description: 'Time of one description.' },
}

export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[]

export const USUAL_LIMITS: Limits = withLimits([])

/** The same for files that are read before there is a policy, or for one: nobody raises them. */
export const FIXED_LIMITS: Limits = withLimits([])

/** The usual limits with others in their place; of several of one name the last holds. */
export function withLimits(others: Iterable<readonly [LimitName, number]>): Limits {
  const usual = LIMIT_NAMES.map((name) => [name, LIMITS[name].usual] as const)
  return Object.fromEntries([...usual, ...others]) as unknown as Limits
}

/** A sentence for whoever has met a limit: where it is raised, and how far; '' where it is not. */
export function raising(name: LimitName, limits: Limits): string {
  if (limits === FIXED_LIMITS) return ''
  const { most, unit } = LIMITS[name]
  if (limits[name] >= most) return `This is the most that \`limits.${name}\` allows.`
  return `If that is right, raise \`limits.${name}\` in specward.yaml; it may be ${grouped(most)} ${unit} at most.`
}

/** `1,000`. By hand: what Node knows of languages takes 20 ms to load. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A document with many nodes of its own may repeat each of them this often. */
export const EXPANSION_FACTOR = 4

/** Bytes of a megabyte. */
export const MEGABYTE = 1024 * 1024
