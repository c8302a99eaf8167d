import {
  type ApiDocument,
  type Model,
  type Operation,
  type Parameter,
  type ParameterField,
  type RuleReport,
  tokens,
} from '@specward/core'
import { counted, listed } from '../wording.ts'

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

/** Whether the parameter is the key of a security scheme that operations use. */
export function isApiKey(parameter: Parameter, { schemes }: ApiDocument): boolean {
  if (parameter.in !== 'query') return false
  return schemes.some(
    (scheme) =>
      scheme.in === 'query' && scheme.parameterName === parameter.name && scheme.operations.length > 0,
  )
}

/** Names that OAuth gives to what must not stand in a query string (RFC 6749, RFC 6750, RFC 7636). */
const BEARER_NAMES: ReadonlySet<string> = new Set([
  'access token',
  'id token',
  'refresh token',
  'code verifier',
  'client secret',
])

/** A field of the query string that has exactly the name of a token or secret of OAuth, in any case style. */
export function isBearerToken(parameter: Parameter, { name, sensitivity }: ParameterField): boolean {
  if (parameter.in !== 'query' && parameter.in !== 'querystring') return false
  return sensitivity?.confidence === 'certain' && BEARER_NAMES.has(tokens(name).join(' '))
}

/** One name at one place of the URL, with everything that declares it. */
export interface UrlField {
  readonly parameter: Parameter
  readonly field: ParameterField
  readonly others: readonly ParameterField[]
  readonly operations: readonly Operation[]
}

/**
 * Fields in URLs that concern a rule, each name once: an API key that a hundred operations declare is one mistake.
 * Undefined where no parameter stands in a URL.
 */
export function urlFields(
  model: Model,
  concerns: (parameter: Parameter, field: ParameterField) => boolean,
): readonly UrlField[] | undefined {
  const groups = new Map<string, UrlField & { others: ParameterField[]; operations: Operation[] }>()
  let isThereAny = false
  for (const parameter of model.select('parameter')) {
    const fields = fieldsInUrl(parameter)
    isThereAny ||= fields.length > 0
    for (const field of fields) {
      if (!concerns(parameter, field)) continue
      const key = `${kindOf(parameter)} ${field.label}`
      const group = groups.get(key)
      if (group) group.others.push(field)
      else groups.set(key, { parameter, field, others: [], operations: [] })
      groups.get(key)?.operations.push(...parameter.operations)
    }
  }
  return isThereAny ? [...groups.values()] : undefined
}

/** ` of 3 operations`; nothing where it is declared once. */
export function whereOf({ others, operations }: UrlField): string {
  const labels = [...new Set(operations.map(({ label }) => label))]
  if (others.length === 0) return ''
  return ` of ${labels.length <= 3 ? listed(labels) : counted(labels.length, 'operation')}`
}

/** Further places that are shown. */
const MOST_OTHERS = 5

/** What a report about such a field has in common with all others. */
export function aboutField(found: UrlField): Pick<RuleReport, 'discriminator' | 'operations' | 'related'> {
  const { parameter, field, others, operations } = found
  return {
    discriminator: `${parameter.in === 'path' ? 'path' : 'query'} ${field.label}`,
    operations: [...new Set(operations.map(({ label }) => label))].sort(),
    related: others
      .slice(0, MOST_OTHERS)
      .map((other) => ({ at: placeOf(other), message: 'It is declared here as well.' })),
  }
}
