type Random = () => number
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What is drawn for one case. */
interface Choices {
  readonly random: Random
  readonly keys: readonly string[]
  /** How many of the places become references, and how many of these lead to another file. */
  readonly references: number
  readonly away: number
  readonly odd: number
}

const KEYS = [
  'a',
  'b',
  'c',
  'd',
  '1',
  '1x',
  '10',
  'x/y',
  't~u',
  'p%20q',
  '',
  'constructor',
  'a b',
  'é',
  '200',
]
const ODD_LOCAL = [
  '#',
  '#/',
  '#foo',
  '#/nope',
  '#/a/nope',
  '#/a//b',
  '#/constructor',
  '#/a/length',
  ' #/a',
  '##',
]
const ODD_AWAY = [
  '',
  'nope.yaml',
  'nope.yaml#/a',
  'http://e.org/x',
  '/x/f0.yaml',
  './f1.yaml#',
  'f1.yaml#a',
  'ftp://e',
]

/** Files that refer to each other and to themselves, in circles as well; the same for the same seed. */
export function randomFiles(seed: number, most: number): Json[] | undefined {
  const random = randomFrom(seed)
  const count = 1 + Math.floor(random() * most)
  const choices: Choices = {
    random,
    keys: random() < 0.7 ? KEYS.slice(0, 2 + Math.floor(random() * 4)) : KEYS,
    references: pick([0.05, 0.1, 0.2, 0.4], random),
    away: count === 1 ? 0 : pick([0.2, 0.5, 0.8], random),
    odd: random() < 0.6 ? 0.005 : 0.03,
  }
  const paths: string[][][] = Array.from({ length: count }, () => [])
  const files = paths.map((own) => value(2 + Math.floor(random() * 3), [], own, choices))
  for (const [index, file] of files.entries()) addReferences(file, paths[index] ?? [], paths, choices)
  const [first] = files
  // The original needs too long for larger ones.
  const isFit =
    typeof first === 'object' && first !== null && JSON.stringify(files).length < 700 * (count === 1 ? 8 : 1)
  return isFit ? files : undefined
}

export function nameOf(index: number): string {
  return `/x/f${index}.yaml`
}

function value(depth: number, path: string[], paths: string[][], choices: Choices): Json {
  const { random, keys } = choices
  paths.push(path)
  const kind = random()
  if (depth === 0 || kind < 0.05) return pick<Json>([1, 's', null, true, [], {}], random)
  const count = 1 + Math.floor(random() * 3)
  if (kind < 0.15) {
    return Array.from({ length: count }, (_, index) =>
      value(depth - 1, [...path, String(index)], paths, choices),
    )
  }
  const object: { [key: string]: Json } = {}
  for (let index = 0; index < count; index++) {
    const key = pick(keys, random)
    object[key] = value(depth - 1, [...path, key], paths, choices)
  }
  return object
}

function addReferences(file: Json, own: string[][], all: string[][][], choices: Choices): void {
  const { random } = choices
  const reference = () => referenceTo(own, all, choices)
  const todo = [file]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const object = next as { [key: string]: Json }
    for (const key of Object.keys(object)) {
      const item = object[key] ?? null
      todo.push(item)
      if (random() > choices.references) continue
      const hasSiblings = typeof item === 'object' && item !== null && !Array.isArray(item) && random() < 0.4
      if (hasSiblings) item.$ref = reference()
      else
        object[key] =
          random() < 0.02 ? { $ref: pick<Json>([1, null, ['#/a']], random) } : { $ref: reference() }
    }
  }
}

function referenceTo(own: string[][], all: string[][][], choices: Choices): string {
  const { random } = choices
  const isAway = random() < choices.away
  if (random() < choices.odd) return pick(isAway ? ODD_AWAY : ODD_LOCAL, random)
  if (!isAway) return pointerInto(own, choices)
  const index = Math.floor(random() * all.length)
  return `f${index}.yaml${random() < 0.25 ? '' : pointerInto(all[index] ?? [], choices)}`
}

function pointerInto(paths: string[][], { random, keys }: Choices): string {
  const path = pick(paths, random)
  const whole = random() < 0.85 ? path : [...path, pick(keys, random)]
  const written = whole.map((key) => (random() < 0.9 ? key : encodeURIComponent(key)))
  return `#${written.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`
}

function pick<T>(from: readonly T[], random: Random): T {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new Error('Nothing to pick from')
  return picked
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
