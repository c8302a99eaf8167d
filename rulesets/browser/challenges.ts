import type { Format, Operation } from '@specward/core'

const CHALLENGING: ReadonlySet<string> = new Set(['http', 'oauth2', 'openIdConnect'])

/** Whether an operation asks for a scheme that a `WWW-Authenticate` header can name. */
export function challenges({ security }: Operation): boolean {
  return security.alternatives.some(({ requirements }) =>
    requirements.some(({ scheme }) => scheme !== undefined && CHALLENGING.has(scheme.type)),
  )
}

/** A 401 response, with the header by which the operation has to say how to authenticate (RFC 9110, section 15.5.2). */
export function unauthorized(operation: Operation, format: Format): Readonly<Record<string, unknown>> {
  const description = 'Missing or invalid credentials'
  if (!challenges(operation)) return { description }
  const about = { description: 'How to authenticate.' }
  const header = format === 'oas2' ? { ...about, type: 'string' } : { ...about, schema: { type: 'string' } }
  return { description, headers: { 'WWW-Authenticate': header } }
}
