import { parseSource } from '@specward/core'

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'trace', 'query']
const COMPONENTS = [
  'schemas',
  'responses',
  'parameters',
  'requestBodies',
  'headers',
  'securitySchemes',
  'pathItems',
  'messages',
  'channels',
]
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
const PLACES = ['query', 'path', 'header', 'cookie', 'body', 'formData']

/** Keys at the root of files of other kinds, which also hold `$ref` and schemas. */
const OTHERS = [
  '$schema',
  '$id',
  'apiVersion',
  'kind',
  'services',
  'jobs',
  'on',
  'dependencies',
  'AWSTemplateFormatVersion',
]

/**
 * Whether a text is a part of an API description that cannot be judged alone: path items, components, schemas,
 * parameters or responses. Where that is not plain to see, it is none.
 */
export async function looksLikeFragment(uri: string, text: string): Promise<boolean> {
  const { value } = await parseSource(uri, text)
  if (!isMap(value) || OTHERS.some((key) => Object.hasOwn(value, key))) return false
  if (isPart(value) || isComponents(own(value, 'components'))) return true
  if (isComponents(value)) return true
  const parts = Object.values(value)
  return (
    parts.length > 0 &&
    parts.every((each) => isMap(each) && (isPart(each) || isReference(each))) &&
    parts.some((each) => !isReference(each))
  )
}

/** An object that only the specifications of APIs have: a path item, an operation, a schema, a parameter, a response. */
function isPart(value: unknown): boolean {
  if (!isMap(value)) return false
  if (METHODS.some((method) => isOperation(own(value, method)))) return true
  return isOperation(value) || isSchema(value) || isParameter(value) || isResponse(value)
}

function isOperation(value: unknown): boolean {
  const responses = own(value, 'responses')
  return (
    isMap(responses) &&
    Object.keys(responses).every((code) => /^(?:[1-5](?:\d\d|XX)|default|x-.*)$/.test(code))
  )
}

function isSchema(value: unknown): boolean {
  const type = own(value, 'type')
  const isTyped = typeof type === 'string' && TYPES.includes(type)
  const properties = own(value, 'properties')
  if (type === 'object' && isMap(properties)) return Object.values(properties).every(isMap)
  if (type === 'array' && isMap(own(value, 'items'))) return true
  if (isTyped && Array.isArray(own(value, 'enum'))) return true
  return ['allOf', 'oneOf', 'anyOf'].some((key) => {
    const parts = own(value, key)
    return (
      Array.isArray(parts) && parts.length > 0 && parts.every((each) => isReference(each) || isSchema(each))
    )
  })
}

function isParameter(value: unknown): boolean {
  const place = own(value, 'in')
  const isPlaced = typeof place === 'string' && PLACES.includes(place)
  return (
    isPlaced &&
    typeof own(value, 'name') === 'string' &&
    (isMap(own(value, 'schema')) || typeof own(value, 'type') === 'string')
  )
}

function isResponse(value: unknown): boolean {
  const content = own(value, 'content')
  return (
    typeof own(value, 'description') === 'string' &&
    isMap(content) &&
    Object.keys(content).every((type) => type.includes('/'))
  )
}

/** Components by their kind: `schemas: { User: ... }`. */
function isComponents(value: unknown): boolean {
  if (!isMap(value)) return false
  const keys = Object.keys(value).filter((key) => !key.startsWith('x-'))
  if (keys.length === 0 || !keys.every((key) => COMPONENTS.includes(key))) return false
  const parts = keys.flatMap((key) => {
    const kind = own(value, key)
    return isMap(kind) ? Object.values(kind) : [undefined]
  })
  return parts.length > 0 && parts.every(isMap) && parts.some((each) => isPart(each) || isReference(each))
}

function isReference(value: unknown): boolean {
  return typeof own(value, '$ref') === 'string'
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
