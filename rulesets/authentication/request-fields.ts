import { type At, type Node, type Operation, type Schema, tokens } from '@specward/core'

/** Something that callers send, with where it is described. */
export interface Field {
  readonly name: string
  /** `grant type`: the words of its name in the singular. */
  readonly words: string
  readonly at: At
  values(keyword: string): readonly Node[]
}

const LOCATIONS: ReadonlySet<string> = new Set(['formData', 'query'])

/** The fields of the query, of a form and at the top of a body. */
export function fieldsOf({ parameters, requestBody }: Operation): readonly Field[] {
  const schemas = new Set((requestBody?.content ?? []).flatMap(({ schema }) => schema ?? []))
  const properties = [...schemas].flatMap((schema) => schema.properties)
  return [
    ...parameters
      .filter((parameter) => LOCATIONS.has(parameter.in))
      .map(({ name, node, schema }) => ({
        name,
        words: wordsOf(name),
        at: node.child('name') ?? node,
        values: (keyword: string) => valuesOf(keyword, schema, node),
      })),
    ...properties.map(({ name, node, schema }) => ({
      name,
      words: wordsOf(name),
      at: { node, part: 'key' } as const,
      values: (keyword: string) => valuesOf(keyword, schema, schema.node),
    })),
  ]
}

function wordsOf(name: string): string {
  return tokens(name).join(' ')
}

/** A value that one of several alternatives allows is allowed. */
function valuesOf(keyword: string, schema: Schema | undefined, node: Node): readonly Node[] {
  const layers = [...new Set([node, ...(schema ? [schema.node] : [])])]
  const choices = layers.flatMap((layer) => [...choicesOf(layer, 'anyOf'), ...choicesOf(layer, 'oneOf')])
  const own = [...layers, ...choices].flatMap((layer) => layer.child(keyword) ?? [])
  return [...new Set([...own, ...(schema?.all(keyword) ?? [])])]
}

function choicesOf(node: Node, keyword: string): readonly Node[] {
  return [...(node.child(keyword)?.children() ?? [])]
}
