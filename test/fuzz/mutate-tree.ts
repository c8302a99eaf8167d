import { junk, KEYWORDS, ODD_NAMES } from './junk.ts'
import type { Random } from './random.ts'
import {
  at,
  copyOf,
  list,
  map,
  mapAt,
  type Place,
  placesIn,
  pointerTo,
  put,
  removeAt,
  scalar,
  setAt,
  type Tree,
  valueAt,
} from './tree.ts'

/** What a change has at hand: the tree, a place in it that was picked, all others, and another description. */
interface Ground {
  readonly root: Tree
  readonly place: Place
  readonly places: readonly Place[]
  readonly other: Tree
  readonly random: Random
}

type Change = (ground: Ground) => void

const rename = (place: Place, name: string): void => {
  const entry = place.holder.kind === 'map' ? place.holder.entries[place.index] : undefined
  if (entry) entry[0] = name
}

const insert = (place: Place, value: Tree, key: string): void => {
  if (place.holder.kind === 'list') place.holder.items.splice(place.index, 0, value)
  else place.holder.entries.splice(place.index, 0, [key, value])
}

/** Without halves of surrogate pairs, which have no encoding. */
function whole(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd')
}

/** The same pointer as people and tools write it, well or badly. */
function pointerLike(path: readonly string[], random: Random): string {
  const plain = `#${pointerTo(path)}`
  return random.weighted<string>([
    [6, plain],
    [1, plain.replaceAll('/', '%2F')],
    [1, encodeURI(whole(plain))],
    [1, `#${encodeURIComponent(whole(pointerTo(path)))}`],
    [1, plain.slice(1)],
    [1, `${plain}/`],
    [1, plain.replaceAll('~1', '/')],
    [1, `./api.yaml${plain}`],
    [1, `other.yaml${plain}`],
    [1, `${plain}/nowhere`],
    [1, plain.toUpperCase()],
    [1, `%23${pointerTo(path)}`],
  ])
}

const refTo = (target: string): Tree => map([['$ref', scalar(target)]])

const CHANGES: readonly (readonly [weight: number, change: Change])[] = [
  [4, ({ place }) => removeAt(place)],
  [4, ({ place, random }) => setAt(place, junk(random))],
  [2, ({ place, random }) => rename(place, random.pick(ODD_NAMES))],
  [3, ({ place, random }) => rename(place, random.pick(KEYWORDS))],
  // twice, under the same key or beside itself
  [1, ({ place }) => insert(place, copyOf(valueAt(place)), place.path.at(-1) ?? '')],
  [2, ({ place, random }) => insert(place, copyOf(valueAt(place)), random.pick(KEYWORDS))],
  // from elsewhere
  [4, ({ place, places, random }) => setAt(place, copyOf(valueAt(random.pick(places))))],
  [3, ({ place, other, random }) => setAt(place, somewhereIn(other, random))],
  [3, moveElsewhere],
  // wrapped and unwrapped
  [2, ({ place }) => setAt(place, list([valueAt(place)]))],
  [2, ({ place, random }) => setAt(place, map([[random.pick(KEYWORDS), valueAt(place)]]))],
  [2, unwrap],
  [1, ({ place, random }) => setAt(place, nested(valueAt(place), random))],
  // references: to anywhere, to itself, to what holds it
  [4, ({ place, places, random }) => setAt(place, refTo(pointerLike(random.pick(places).path, random)))],
  [1, ({ place, random }) => setAt(place, refTo(pointerLike(place.path, random)))],
  [2, refToParent],
  [2, refBeside],
  [1, chain],
  [3, retype],
  [2, addKeyword],
  [1, reversion],
  [1, shuffle],
  [1, addRoot],
]

function somewhereIn(other: Tree, random: Random): Tree {
  const places = placesIn(other)
  return places.length === 0 ? junk(random) : copyOf(valueAt(random.pick(places)))
}

function moveElsewhere({ place, places, random }: Ground): void {
  const value = valueAt(place)
  const target = random.pick(places)
  // into what it holds itself, there is no way
  if (pointerTo(target.path).startsWith(pointerTo(place.path))) return
  setAt(target, copyOf(value))
  removeAt(place)
}

function unwrap({ place, random }: Ground): void {
  const value = valueAt(place)
  if (value.kind === 'list' && value.items.length > 0) setAt(place, random.pick(value.items))
  if (value.kind === 'map' && value.entries.length > 0) setAt(place, random.pick(value.entries)[1])
}

function nested(value: Tree, random: Random): Tree {
  const key = random.pick(['items', 'properties', 'allOf', 'not', 'additionalProperties', 'x-deep', ''])
  let made = value
  for (let depth = random.pick([3, 30, 150]); depth > 0; depth -= 1) {
    if (key === 'allOf') made = map([[key, list([made])]])
    else if (key === 'properties') made = map([[key, map([['a', made]])]])
    else made = key === '' ? list([made]) : map([[key, made]])
  }
  return made
}

function refToParent({ place, random }: Ground): void {
  const path = place.path.slice(0, random.below(place.path.length))
  setAt(place, refTo(pointerLike(path, random)))
}

function refBeside({ place, places, random }: Ground): void {
  const value = valueAt(place)
  const target = scalar(pointerLike(random.pick(places).path, random))
  if (value.kind === 'map') value.entries.splice(random.below(2) * value.entries.length, 0, ['$ref', target])
}

/** References that lead to references, at times back to where they began. */
function chain({ root, place, random }: Ground): void {
  if (root.kind !== 'map') return
  const length = random.pick([2, 3, 40])
  const isRound = random.chance(0.5)
  const links = Array.from({ length }, (_, nth): readonly [string, Tree] => {
    const next =
      nth + 1 < length ? `#/x-chain/${nth + 1}` : isRound ? '#/x-chain/0' : `#${pointerTo(place.path)}`
    return [String(nth), refTo(next)]
  })
  put(root, 'x-chain', map(links))
  setAt(place, refTo('#/x-chain/0'))
}

function retype({ place, random }: Ground): void {
  const value = valueAt(place)
  if (value.kind !== 'scalar') return
  const { value: before } = value
  setAt(
    place,
    scalar(
      random.pick([
        String(before),
        Number(before) || 0,
        before === null,
        null,
        `${before} `,
        [before].join(),
      ]),
    ),
  )
}

function addKeyword({ place, places, random }: Ground): void {
  const value = valueAt(place)
  if (value.kind !== 'map') return
  const known = places.filter(({ path }) => KEYWORDS.includes(path.at(-1) ?? ''))
  const from = known.length > 0 && random.chance(0.7) ? random.pick(known) : undefined
  put(value, from?.path.at(-1) ?? random.pick(KEYWORDS), from ? copyOf(valueAt(from)) : junk(random))
}

const VERSIONS: readonly (readonly [string, string])[] = [
  ...['3.0.3', '3.1.0', '3.2.0', '3.3.0', '4.0', '2.0', ''].map((version) => ['openapi', version] as const),
  ...['2.0', '1.2', '3.0.0'].map((version) => ['swagger', version] as const),
  ...['2.6.0', '3.0.0', '2.0.0', '1.2.0', '4.0.0'].map((version) => ['asyncapi', version] as const),
  ['overlay', '1.0.0'],
  ['arazzo', '1.0.1'],
]

function reversion({ root, random }: Ground): void {
  if (root.kind !== 'map') return
  const [family, version] = random.pick(VERSIONS)
  const known = root.entries.find(([key]) => ['openapi', 'swagger', 'asyncapi'].includes(key))
  if (known && random.chance(0.8)) {
    known[0] = family
    known[1] = scalar(version)
  } else root.entries.unshift([family, scalar(version)])
}

function shuffle({ place, random }: Ground): void {
  const value = valueAt(place)
  if (value.kind === 'map') value.entries = random.shuffled(value.entries)
  if (value.kind === 'list') value.items = random.shuffled(value.items)
}

/** A part of another description where such parts belong. */
function addRoot({ root, other, random }: Ground): void {
  const from = mapAt(other)
  if (root.kind !== 'map' || !from || from.entries.length === 0) return
  const [key, value] = random.pick(from.entries)
  if (at(root, key) === undefined || random.chance(0.3)) put(root, key, copyOf(value))
}

/**
 * Makes a few changes to a tree, which is changed itself.
 * @param other a description from which parts are taken
 */
export function mutateTree(root: Tree, other: Tree, count: number, random: Random): void {
  for (let nth = 0; nth < count; nth += 1) {
    const places = placesIn(root)
    if (places.length === 0) return
    const ground = { root, place: random.pick(places), places, other, random }
    random.weighted(CHANGES)(ground)
  }
}
