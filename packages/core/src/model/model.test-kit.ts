import { graphOf, memoryHost } from '../resolve/graph.test-kit.ts'
import { buildModel } from './build.ts'
import type { EffectiveSecurity, Operation } from './concepts.ts'
import { type Facts, type Model, NO_FACTS } from './model.ts'

/** The model of a description; `text` is the entry, other files go by name. */
export async function modelOf(
  text: string,
  more: { readonly files?: Readonly<Record<string, string>>; readonly facts?: Partial<Facts> } = {},
): Promise<Model> {
  const files = { 'api.yaml': text, ...more.files }
  const graph = await graphOf(files, { host: memoryHost(files) })
  if (graph.problems.length > 0) {
    throw new Error(graph.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  }
  return buildModel(graph, { ...NO_FACTS, ...more.facts })
}

export function operation(model: Model, label: string): Operation {
  const found = model.select('operation').find((each) => each.label === label)
  if (!found)
    throw new Error(
      `no ${label} among ${model
        .select('operation')
        .map((each) => each.label)
        .join(', ')}`,
    )
  return found
}

/** `required a+b | c (inherited) at /security`: security in a line. */
export function inWords(security: EffectiveSecurity): string {
  const ways = security.alternatives.map(({ requirements }) =>
    requirements.length === 0 ? '{}' : requirements.map(({ name }) => name).join('+'),
  )
  const from = security.decidedBy ? ` at ${security.decidedBy.pointer}` : ''
  return `${security.kind}${ways.length > 0 ? ` ${ways.join(' | ')}` : ''}${security.inherited ? ' (inherited)' : ''}${from}`
}
