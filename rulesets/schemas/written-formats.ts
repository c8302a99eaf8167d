import type { Model, Node, Operation } from '@specward/core'
import { has } from './composition.ts'
import { type Ineffective, ineffectiveness, isLimitedOtherwise } from './formats.ts'
import { inputsOf, takersOf, within } from './inputs.ts'

/** One format that checks nothing, with all places at which callers send values of it. */
export interface WrittenFormat {
  readonly format: string
  readonly why: Ineffective
  readonly places: readonly {
    readonly node: Node
    readonly label: string
    /** Something else says what the value may be. */
    readonly isLimited: boolean
    /** At least its length is. */
    readonly isShort: boolean
    /** Who takes it; not cheap, and seldom asked for. */
    readonly takers: () => readonly Operation[]
  }[]
}

const known = new WeakMap<Model, readonly WrittenFormat[]>()

/** Formats in what callers send that no validator has to know, each once. */
export function ineffectiveFormats(model: Model): readonly WrittenFormat[] {
  let formats = known.get(model)
  if (!formats) {
    formats = readFormats(model)
    known.set(model, formats)
  }
  return formats
}

function readFormats(model: Model): readonly WrittenFormat[] {
  const found = new Map<string, WrittenFormat & { readonly places: WrittenFormat['places'][number][] }>()
  const seen = new Set<Node>()
  for (const holder of inputsOf(model).values()) {
    for (const { schema, way } of holder.values) {
      if (schema.all('readOnly').some(({ value }) => value === true)) continue
      for (const node of schema.all('format')) {
        const format = node.string
        if (format === undefined || seen.has(node)) continue
        seen.add(node)
        const why = ineffectiveness(format, schema)
        if (!why) continue
        const key = `${format} ${why.kind} ${why.kind === 'type' ? why.type : ''}`
        const written = found.get(key) ?? { format, why, places: [] }
        found.set(key, written)
        const label = way === '' ? holder.label : `\`${way}\` in ${within(holder)}`
        written.places.push({
          node,
          label,
          isLimited: isLimitedOtherwise(schema),
          isShort: has(schema, 'maxLength'),
          takers: () => takersOf(holder.schema),
        })
      }
    }
  }
  return [...found.values()]
}
