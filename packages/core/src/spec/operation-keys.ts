import { type ApiFormat, describesApi, type Format } from './format.ts'

const METHODS_2 = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
const METHODS_3 = [...METHODS_2, 'trace']
const METHODS_3_2 = [...METHODS_3, 'query']

interface OperationKeys {
  /** Name of the specification and its version, for messages. */
  readonly specification: string
  /** Keys that hold an operation. */
  readonly operations: readonly string[]
  /** Every key that the object may have, but for extensions. */
  readonly all: ReadonlySet<string>
}

function keys(specification: string, operations: readonly string[], others: string): OperationKeys {
  return { specification, operations, all: new Set([...operations, ...others.split(' ')]) }
}

const PATH_ITEM = '$ref summary description servers parameters'

/** Fixed fields of the Path Item Object; for AsyncAPI, of the Channel (Item) Object. */
const KEYS: Readonly<Record<ApiFormat, OperationKeys>> = {
  oas2: keys('OpenAPI 2.0', METHODS_2, '$ref parameters'),
  'oas3.0': keys('OpenAPI 3.0', METHODS_3, PATH_ITEM),
  'oas3.1': keys('OpenAPI 3.1', METHODS_3, PATH_ITEM),
  'oas3.2': keys('OpenAPI 3.2', METHODS_3_2, `${PATH_ITEM} additionalOperations`),
  asyncapi2: keys('AsyncAPI 2', ['publish', 'subscribe'], '$ref description servers parameters bindings'),
  asyncapi3: keys(
    'AsyncAPI 3',
    [],
    '$ref address messages title summary description servers parameters tags externalDocs bindings',
  ),
}

/** What the keys of a path item or channel may be; undefined where there is neither. */
export function operationKeys(format: Format): OperationKeys | undefined {
  return describesApi(format) ? KEYS[format] : undefined
}
