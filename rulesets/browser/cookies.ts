import type { Operation, SecurityScheme } from '@specward/core'

/** True for a scheme whose credential browsers send by themselves; OpenAPI 2.0 can only call the header by its name. */
export function isCookie(scheme: SecurityScheme | undefined): boolean {
  if (scheme?.type !== 'apiKey') return false
  return (
    scheme.in === 'cookie' || (scheme.in === 'header' && scheme.parameterName?.toLowerCase() === 'cookie')
  )
}

/** True where a cookie, and nothing else, is enough to call the operation. */
export function acceptsCookieAlone({ security }: Operation, scheme?: SecurityScheme): boolean {
  return security.alternatives.some(
    ({ requirements }) =>
      requirements.length > 0 &&
      requirements.every((each) => isCookie(each.scheme)) &&
      (scheme === undefined || requirements.some((each) => each.scheme === scheme)),
  )
}
