import { append, type Format, type Kind, type Shape, shape, shapesOf } from '@specward/core'
import type { Segment, Selector } from './json-path.ts'

/** What can stand at a place of an API description, whatever its version. */
export interface Spot {
  /** Kind of object whose field it is, and the field; undefined where authors choose the keys, and for items of lists. */
  readonly owner: Kind | undefined
  readonly field: string | undefined
  /** Undefined for a plain value. */
  readonly shape: Shape | undefined
  /** Below the field: an item of its list. */
  readonly isInside: boolean
  /** It is about what the API returns. */
  readonly isReturned: boolean
}

/** One format of each family: versions of one family have the same structure here. */
const FORMATS: readonly Format[] = ['oas2', 'oas3.2', 'asyncapi2', 'asyncapi3']

/** What only some of them have at the root: a path that goes there is for none of the others. */
const SECTIONS: ReadonlySet<string> = new Set(
  FORMATS.flatMap((format) => [...shapesOf(format, 'document').fields.keys()]),
)

const KINDS: readonly Kind[] = [
  ...(['document', 'components', 'pathItem', 'operation', 'parameter', 'requestBody', 'response'] as const),
  ...(['header', 'mediaType', 'encoding', 'schema', 'link', 'server', 'channel', 'message'] as const),
  ...(['messageTrait', 'operationTrait', 'reply', 'bindings', 'httpBinding', 'kafkaBinding'] as const),
]

const RETURNED: ReadonlySet<Kind> = new Set<Kind>(['responses', 'response', 'header'])

export const ROOT: Spot = {
  owner: undefined,
  field: undefined,
  shape: shape('document', 'one'),
  isInside: false,
  isReturned: false,
}

/** What a path can lead to. */
export function spotsAt(segments: readonly Segment[]): readonly Spot[] {
  const all = FORMATS.flatMap((format) => {
    let spots: readonly Spot[] = [ROOT]
    for (const { deep, selectors } of segments) {
      const from = deep ? withAllBelow(spots, format) : spots
      spots = distinct(
        from.flatMap((spot) =>
          selectors.flatMap((each) => (deep && isSkipped(spot, each) ? [] : step(spot, each, format))),
        ),
      )
    }
    return spots
  })
  return distinct(all)
}

/** Fields of plain values, which are of use in more than one place. */
const PLAIN: ReadonlySet<string> = new Set(
  [
    'type format title description summary default example examples deprecated nullable const enum pattern',
    'minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems',
    'uniqueItems minProperties maxProperties required readOnly writeOnly discriminator xml externalDocs tags',
    'operationId name in url scheme schemes bearerFormat host basePath consumes produces collectionFormat style',
    'explode allowReserved allowEmptyValue contact license termsOfService version value externalValue address',
    'contentType $ref $schema $id $comment $anchor security',
  ].flatMap((line) => line.split(' ')),
)

/** Fields of objects, in any version. */
const FIELDS: ReadonlySet<string> = new Set(
  FORMATS.flatMap((format) => KINDS.flatMap((kind) => [...shapesOf(format, kind).fields.keys()])),
)

/**
 * Whether a name is that of a field: `$..description` is about descriptions, even where a schema or a security scheme
 * may have that name.
 */
export function isFieldName(name: string): boolean {
  return name.startsWith('x-') || PLAIN.has(name) || FIELDS.has(name)
}

/** Steps to everything below are about fields where their name is one, and not about what authors call so. */
function isSkipped({ shape: at }: Spot, selector: Selector): boolean {
  const isChosen = at?.form === 'map' || at?.kind === 'securityRequirement'
  return isChosen && selector.takes === 'name' && isFieldName(selector.name)
}

/** What stands under a key of what can stand at a place. */
export function spotsUnder(spots: readonly Spot[], name: string): readonly Spot[] {
  return distinct(
    FORMATS.flatMap((format) => spots.flatMap((spot) => step(spot, { takes: 'name', name }, format))),
  )
}

/** The items of a list of objects, for what is put into it. */
export function itemsOf(spots: readonly Spot[]): readonly Spot[] {
  return distinct(
    spots.flatMap((spot) =>
      spot.shape?.form === 'list' ? [itemOf(spot, spot.shape, { takes: 'all' })] : [],
    ),
  )
}

function itemOf(spot: Spot, { kind }: Shape, selector: Selector): Spot {
  // a path that goes through this name is about responses, even where an operation could be called so
  const isReturned =
    spot.isReturned || RETURNED.has(kind) || (selector.takes === 'name' && selector.name === 'responses')
  return { owner: undefined, field: undefined, shape: shape(kind, 'one'), isInside: false, isReturned }
}

function step(spot: Spot, selector: Selector, format: Format): readonly Spot[] {
  const { shape: at } = spot
  if (!at) return spot.owner === undefined ? [] : [{ ...spot, isInside: true }]
  const spots: Spot[] = []
  const isList = at.form === 'list' || at.form === 'one-or-list'
  if (at.form === 'map' || (isList && selector.takes !== 'name')) spots.push(itemOf(spot, at, selector))
  if (at.form === 'one' || at.form === 'one-or-list') append(spots, fieldsOf(spot, at.kind, selector, format))
  return spots
}

function fieldsOf(spot: Spot, kind: Kind, selector: Selector, format: Format): readonly Spot[] {
  const { fields, rest } = shapesOf(format, kind)
  const field = (name: string | undefined, inner: Shape | undefined): Spot => ({
    owner: kind,
    field: name,
    shape: inner,
    isInside: false,
    isReturned: spot.isReturned || name === 'responses' || (inner !== undefined && RETURNED.has(inner.kind)),
  })
  if (selector.takes === 'name') {
    const { name } = selector
    const inner = fields.get(name) ?? (name.startsWith('x-') ? undefined : rest)
    if (!inner && (kind === 'document' ? SECTIONS.has(name) : kind === 'components')) return []
    return [field(name, inner)]
  }
  const all = [...fields].map(([name, inner]) => field(name, inner))
  return rest ? [...all, field(undefined, rest)] : all
}

/** The same with everything below; there are only as many shapes as the specifications have. */
function withAllBelow(spots: readonly Spot[], format: Format): readonly Spot[] {
  const key = [format, ...spots.map(nameOf)].join(',')
  let all = allBelow.get(key)
  if (!all) {
    all = allOf(spots, format)
    if (allBelow.size < MOST_KNOWN) allBelow.set(key, all)
  }
  return all
}

const MOST_KNOWN = 200
const allBelow = new Map<string, readonly Spot[]>()

function allOf(spots: readonly Spot[], format: Format): readonly Spot[] {
  const seen = new Map(spots.map((spot) => [nameOf(spot), spot]))
  for (const spot of seen.values()) {
    for (const below of step(spot, { takes: 'all' }, format)) {
      if (below.shape && !seen.has(nameOf(below))) seen.set(nameOf(below), below)
    }
  }
  return [...seen.values()]
}

function nameOf({ owner, field, shape: at, isInside, isReturned }: Spot): string {
  return [owner, field, at?.kind, at?.form, isInside, isReturned].join(' ')
}

function distinct(spots: readonly Spot[]): readonly Spot[] {
  return [...new Map(spots.map((spot) => [nameOf(spot), spot])).values()]
}
