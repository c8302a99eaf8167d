import type { Format, Model, Node, Schema } from '@specward/core'
import { mayHave } from './faults.ts'
import { declaredTypes } from './types.ts'
import { isSame, itemsOf, misfitOfTypeOrLimits } from './values.ts'

/** An `enum` or `const` of which some values are not accepted by the same schema. */
export interface Choice {
  readonly schema: Schema
  /** The `enum` or `const`. */
  readonly node: Node
  /** Values that nothing can be, each with the reason as a clause. */
  readonly lost: readonly { readonly node: Node; readonly because: string }[]
  /** True when no value is left. */
  readonly isEmpty: boolean
}

const CHOICES: ReadonlySet<string> = new Set(['enum', 'const'])
const known = new WeakMap<Model, readonly Choice[]>()

/** All of them in a description. */
export function brokenChoices(model: Model): readonly Choice[] {
  let found = known.get(model)
  if (!found) {
    found = model.select('schema').flatMap((schema) => {
      const choice = mayHave(schema, CHOICES) ? choiceOf(schema, model.document.format) : undefined
      return choice ?? []
    })
    known.set(model, found)
  }
  return found
}

function choiceOf(schema: Schema, format: Format): Choice | undefined {
  const node = schema.written.child('enum') ?? schema.written.child('const')
  if (!node || (node.key === 'enum' && !node.isList)) return undefined
  const isConst = node.key === 'const'
  const values: readonly unknown[] = isConst ? [node.value] : (node.value as readonly unknown[])
  const others = [...schema.all('enum'), ...schema.all('const')].filter((other) => other !== node)
  const lost = values.flatMap((value, index) => {
    const because = whyLost(value, isConst, { schema, others, format })
    const at = because === undefined ? undefined : isConst ? node : node.child(String(index))
    return because === undefined || !at ? [] : { node: at, index, because }
  })
  const gone = new Set(lost.map(({ index }) => index))
  if (lost.length === 0 && !(values.length === 0 && mayBeEmpty(format))) return undefined
  return {
    schema,
    node,
    lost,
    isEmpty: values.every((value, index) => value === null || gone.has(index)),
  }
}

/** `null` is often written down to say that it may be, where the type alone would have to. */
function whyLost(
  value: unknown,
  isConst: boolean,
  { schema, others, format }: { schema: Schema; others: readonly Node[]; format: Format },
): string | undefined {
  if (value === null && declaredTypes(schema)?.types.size !== 0 && !isConst) return undefined
  const because = misfitOfTypeOrLimits(value, schema, format)
  if (because !== undefined) return because
  const rival = others.find((other) =>
    other.key === 'const' ? !isSame(other.value, value) : !isAmong(other, value),
  )
  return rival && `is not allowed by another \`${rival.key}\` that holds as well`
}

const written = new WeakMap<Node, ReadonlySet<string>>()

function isAmong(list: Node, value: unknown): boolean {
  if (!list.isList) return true
  let values = written.get(list)
  if (!values) {
    values = new Set(itemsOf(list).map((item) => JSON.stringify(item.value)))
    written.set(list, values)
  }
  return values.has(JSON.stringify(value))
}

/** In OpenAPI 2.0 and 3.0 an empty `enum` does not conform to the specification. */
function mayBeEmpty(format: Format): boolean {
  return format !== 'oas2' && format !== 'oas3.0'
}
