import { type ApiDocument, type Operation, type Parameter, type ParameterField, tokens } from '@specward/core'

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
  'oauth token',
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

/** Those that RFC 6749 and RFC 9700 forbid in a URL by name. */
const FORBIDDEN: ReadonlySet<string> = new Set(['access token', 'oauth token', 'client secret'])

export function isForbiddenByOAuth({ name }: ParameterField): boolean {
  return FORBIDDEN.has(tokens(name).join(' '))
}
