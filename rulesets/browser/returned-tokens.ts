import type { Operation, Property, Response, Schema } from '@specward/core'

/** Names in which some APIs wrap what they return. */
const WRAPPERS = /^(?:data|result|token|tokens|session|auth|authentication|payload|response|body)$/i

const TOKENS: ReadonlySet<string> = new Set([
  ...['access token', 'refresh token', 'id token', 'auth token', 'bearer token', 'session token'],
])

const CLASSES = ['token', 'login', 'register', 'verify'] as const

/** A successful response by which somebody gets tokens, and the property that holds one. */
export interface TokenResponse {
  readonly operation: Operation
  readonly response: Response
  readonly property: Property
}

/** Responses of an operation that hands out tokens of access. */
export function tokenResponses(operation: Operation): readonly TokenResponse[] {
  if (operation.kind !== 'http' || !CLASSES.some((name) => operation.classes.has(name))) return []
  return operation.responses.flatMap(({ status, response }) => {
    if (!response || !status.startsWith('2')) return []
    for (const { schema } of response.content) {
      const property = schema && tokenIn(schema)
      if (property) return [{ operation, response, property }]
    }
    return []
  })
}

function tokenIn(schema: Schema): Property | undefined {
  const own = schema.properties.find(isToken)
  if (own) return own
  const wrapped = schema.properties.filter(({ name, writeOnly }) => !writeOnly && WRAPPERS.test(name))
  return wrapped.flatMap((property) => property.schema.properties).find(isToken)
}

function isToken({ sensitivity, writeOnly, schema }: Property): boolean {
  return (
    !writeOnly &&
    schema.properties.length === 0 &&
    sensitivity?.confidence === 'certain' &&
    TOKENS.has(sensitivity.term)
  )
}
