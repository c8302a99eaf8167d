import type { At, Operation, Property, Schema } from '@specward/core'
import { namesIdentifier } from '../limits/named-inputs.ts'
import { requestSchemas } from './bodies.ts'

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

/** Properties that are looked at in one body. */
const MOST = 500

/** True where a body holds a password, a key or a token, at any depth: it must not be moved into a URL. */
export function holdsCredential(operation: Operation): boolean {
  const inForm = operation.parameters.some(
    ({ in: where, fields }) =>
      where === 'formData' && fields.some(({ sensitivity }) => sensitivity?.dataClass === 'credential'),
  )
  return (
    inForm || [...propertiesIn(operation)].some(({ sensitivity }) => sensitivity?.dataClass === 'credential')
  )
}

/** True where all that a body holds are values and lists of values with names, which fit into a query string. */
export function fitsQuery(operation: Operation): boolean {
  const schemas = requestSchemas(operation)
  if (schemas.length === 0) return operation.parameters.some(({ in: where }) => where === 'formData')
  return schemas.every(
    ({ properties }) => properties.length > 0 && properties.every(({ schema }) => isFlat(schema)),
  )
}

/** True where the body says which things are meant: it names an id, or is or holds a list where the path names no single thing. */
export function choosesThings(operation: Operation): boolean {
  const mayList = !/\}\/?$/.test(operation.path)
  const inForm = operation.parameters.some(
    ({ in: where, name, schema }) =>
      where === 'formData' && (namesIdentifier(name) || (mayList && schema?.items !== undefined)),
  )
  return (
    inForm ||
    requestSchemas(operation).some(
      ({ items, properties }) =>
        items !== undefined ||
        properties.some(
          ({ name, schema }) => namesIdentifier(name) || (mayList && schema.items !== undefined),
        ),
    )
  )
}

function isFlat({ types, properties, items }: Schema): boolean {
  if (types.includes('object') || properties.length > 0) return false
  return !items || (!items.types.includes('object') && items.properties.length === 0 && !items.items)
}

function* propertiesIn(operation: Operation): Generator<Property> {
  const schemas = new Set(requestSchemas(operation))
  let left = MOST
  // grows while it is gone through
  for (const schema of schemas) {
    if (schema.items) schemas.add(schema.items)
    for (const property of schema.properties) {
      if (left-- <= 0) return
      yield property
      schemas.add(property.schema)
    }
  }
}
