import type { Operation, Parameter, ParameterField } from '@specward/core'

const IN_URL: ReadonlySet<Parameter['in']> = new Set(['path', 'query', 'querystring'])

/** What of the parameter stands in the URL, under the names of the wire; empty for headers, cookies and bodies. */
export function fieldsInUrl(parameter: Parameter): readonly ParameterField[] {
  if (!IN_URL.has(parameter.in)) return []
  // an object in a path is written without the names of its properties, or seldom with them
  return parameter.in === 'path' ? parameter.fields.slice(0, 1) : parameter.fields
}

/** `Path parameter`, `Query parameter`. */
export function kindOf(parameter: Parameter): string {
  return parameter.in === 'path' ? 'Path parameter' : 'Query parameter'
}

/** Tells the fields of one parameter apart. */
export function discriminatorOf(parameter: Parameter, { label }: ParameterField): { discriminator?: string } {
  return label === parameter.name ? {} : { discriminator: label }
}

/** Where a field is named. */
export function placeOf({ node }: ParameterField) {
  return node.key === 'name' && node.string !== undefined ? node : ({ node, part: 'key' } as const)
}

/** Whether all operations that use the parameter satisfy a condition. */
export function isUsedOnlyBy(parameter: Parameter, condition: (operation: Operation) => boolean): boolean {
  return parameter.operations.every(condition)
}
