import type { Segment } from './json-path.ts'
import { type Spot, spotsAt } from './target.ts'

/** Keywords that keep out what is too much, unlisted, or none of the caller's business. */
const CONSTRAINTS: ReadonlySet<string> = new Set([
  ...['pattern', 'enum', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['maxItems', 'maxProperties', 'required', 'additionalProperties', 'unevaluatedProperties', 'readOnly'],
])

export type Loss = { readonly what: string } | { readonly unknown: string }

const FALLBACK = 'what is asked for instead stands in the description that it changes'
const WHICH =
  'which security schemes it takes away, and who names them, stands in the description that it changes'
const EVERYTHING = 'what it takes away stands in the description that it changes'
const CALLED_SO = 'whether a security scheme is called so stands in the description that it changes'

/** What an API loses when that is removed to which a path leads; undefined for what protects nothing. */
export function lossAt(segments: readonly Segment[]): Loss | undefined {
  const spots = spotsAt(segments)
  const last = segments.at(-1)
  const losses = spots.map((spot) => (last?.deep ? lossOfNamed(spot, last) : lossOf(spot)))
  // everything, wherever it stands
  if (last?.deep && last.selectors.some(({ takes }) => takes === 'all'))
    return losses.some((loss) => loss !== undefined) ? { unknown: EVERYTHING } : undefined
  // what is lost for certain goes first
  const found = losses.find((loss) => loss && 'what' in loss) ?? losses.find((loss) => loss !== undefined)
  // a filter takes what it likes of many things, such as all that is marked as internal
  const isPicked = last?.selectors.every(({ takes }) => takes === 'some')
  if (!isPicked) return found
  if (losses.some((loss) => loss === undefined)) return undefined
  return found && spots.every(({ shape }) => shape?.kind === 'securityScheme') ? { unknown: WHICH } : found
}

/** Of a step to everything below: whether a name that is no field is that of a scheme, the description tells. */
function lossOfNamed(spot: Spot, { selectors }: Segment): Loss | undefined {
  const loss = lossOf(spot)
  const isChosen = spot.owner === undefined || spot.owner === 'securityRequirement'
  if (!loss || !isChosen) return loss
  return selectors.every(({ takes }) => takes === 'name') ? { unknown: CALLED_SO } : loss
}

function lossOf(spot: Spot): Loss | undefined {
  const { owner, field, shape } = spot
  if (owner === 'securityRequirement')
    return { what: 'takes away something that callers have to show, or a scope of it' }
  if (shape?.kind === 'securityRequirement') {
    if (shape.form === 'one')
      return {
        unknown: 'whether another way to authenticate is left stands in the description that it changes',
      }
    if (owner === 'document') return { what: 'takes away what every caller has to show' }
    return { unknown: FALLBACK }
  }
  if (field === 'security' && owner !== undefined) return { unknown: FALLBACK }
  if (shape?.kind === 'securityScheme') {
    return shape.form === 'one'
      ? { what: 'takes away a security scheme, without which requirements that name it ask for nothing' }
      : { what: 'takes away the security schemes, without which requirements ask for nothing' }
  }
  if (field === 'securityDefinitions' && owner === 'document')
    return { what: 'takes away the security schemes, without which requirements ask for nothing' }
  if (shape?.kind === 'components')
    return { what: 'takes away all components, and with them the security schemes' }
  return constraintLost(spot)
}

function constraintLost({ owner, field, isInside, isReturned }: Spot): Loss | undefined {
  if (field === undefined || isReturned) return undefined
  if (owner === 'requestBody' && field === 'required') return { what: 'lets callers leave the body out' }
  if (owner === 'parameter' && field === 'required') return { what: 'lets callers leave the parameter out' }
  if ((owner !== 'schema' && owner !== 'parameter') || !CONSTRAINTS.has(field)) return undefined
  if (field === 'readOnly') return { what: 'lets callers set what was `readOnly`' }
  if (field === 'required')
    return { what: isInside ? 'takes a name out of `required`' : 'takes away the list `required`' }
  // one more or less of the permitted values
  if (isInside) return undefined
  return { what: `takes away the limit \`${field}\`` }
}
