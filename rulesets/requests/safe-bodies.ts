import type { At, Operation } from '@specward/core'

/** Where the body of a request is described, and whether it has to be sent. */
export interface DescribedBody {
  readonly at: At
  readonly isRequired: boolean
}

/** The body of an operation: `requestBody`, or in OpenAPI 2.0 a parameter in `body` or `formData`. */
export function bodyOf({ requestBody, parameters, node }: Operation): DescribedBody | undefined {
  const parameter = parameters.find(({ in: where }) => where === 'body' || where === 'formData')
  if (parameter) return { at: parameter.node.child('name') ?? parameter.node, isRequired: parameter.required }
  const own = node.child('requestBody')
  return requestBody && own ? { at: { node: own, part: 'key' }, isRequired: requestBody.required } : undefined
}
