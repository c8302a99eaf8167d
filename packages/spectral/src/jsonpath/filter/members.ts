import { RefusedFilter } from './syntax.ts'

/** Thrown where a value has no such method: the filter does not hold for that node. One object, as it is thrown often. */
export const NO_SUCH_METHOD = new Error('no such method')

/** Stands for a function that a value inherits: true, equal to nothing else, and of no use. */
const INHERITED = Object.freeze({})

const NEVER = [
  'constructor',
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
]

const STRING_METHODS = [
  ...[
    'at',
    'charAt',
    'charCodeAt',
    'codePointAt',
    'concat',
    'endsWith',
    'includes',
    'indexOf',
    'lastIndexOf',
  ],
  ...['localeCompare', 'match', 'replace', 'search', 'slice', 'split', 'startsWith', 'substr', 'substring'],
  ...['toLowerCase', 'toString', 'toUpperCase', 'trim', 'trimEnd', 'trimStart', 'valueOf'],
]
const ARRAY_METHODS = ['at', 'concat', 'includes', 'indexOf', 'join', 'lastIndexOf', 'slice']
const NUMBER_METHODS = ['toFixed', 'toPrecision', 'toString', 'valueOf']
const REGEX_METHODS = ['exec', 'test']
const OBJECT_METHODS = ['hasOwnProperty']

type Method = (receiver: unknown, args: readonly unknown[]) => unknown

const methodsOf = (prototype: object, names: readonly string[]): ReadonlyMap<string, Method> =>
  new Map(
    names.map((name): [string, Method] => {
      const method: unknown = Reflect.get(prototype, name)
      if (typeof method !== 'function') throw new TypeError(`${name} is no method`)
      return [name, (receiver, args) => Reflect.apply(method, receiver, args)]
    }),
  )

const OF_STRING = methodsOf(String.prototype, STRING_METHODS)
const OF_ARRAY = methodsOf(Array.prototype, ARRAY_METHODS)
const OF_NUMBER = methodsOf(Number.prototype, NUMBER_METHODS)
const OF_BOOLEAN = methodsOf(Boolean.prototype, ['toString', 'valueOf'])
const OF_REGEX = methodsOf(RegExp.prototype, REGEX_METHODS)
const OF_OBJECT = methodsOf(Object.prototype, OBJECT_METHODS)

const PROTOTYPES: readonly object[] = [Object.prototype, Array.prototype, String.prototype, Number.prototype]

/** Looks for a member of a value; undefined where it has none of its own. */
export type Read = (object: unknown) => unknown

/** How a member whose name is in the filter is read. */
export function readerOf(name: string, at: number): Read {
  if (NEVER.includes(name)) throw new RefusedFilter(`\`${name}\` may not be read`, at)
  if (PROTOTYPES.some((prototype) => name in prototype)) return (object) => readInherited(object, name)
  // No prototype of what a document consists of has this name: what is found is the value's own.
  return (object) => (object as Record<string, unknown>)[name]
}

/** Reads a member whose name is only known when the filter runs. */
export function readComputed(object: unknown, name: unknown): unknown {
  const key = typeof name === 'number' || typeof name === 'string' ? name : String(name)
  return readInherited(object, key)
}

function readInherited(object: unknown, name: string | number): unknown {
  if (object === null || object === undefined) {
    throw new TypeError(`Cannot read properties of ${object} (reading '${name}')`)
  }
  if (Object.hasOwn(object as object, name)) return (object as Record<string | number, unknown>)[name]
  return typeof name === 'string' && !NEVER.includes(name) && name in Object(object) ? INHERITED : undefined
}

/** `value.constructor.name`, which asks for the type of a value. */
export function constructorName(value: unknown): unknown {
  const own = value !== null && typeof value === 'object' && Object.hasOwn(value, 'constructor')
  if (own) return readInherited((value as Record<string, unknown>).constructor, 'name')
  if (Array.isArray(value)) return 'Array'
  switch (typeof value) {
    case 'string':
      return 'String'
    case 'number':
      return 'Number'
    case 'boolean':
      return 'Boolean'
    case 'object':
      if (value instanceof RegExp) return 'RegExp'
      if (value !== null) return 'Object'
  }
  throw new TypeError(`Cannot read properties of ${value} (reading 'constructor')`)
}

/** Whether `String` has a method of this name: nimma calls it on the key as text. */
export function isOfStrings(name: string): boolean {
  return name in String.prototype
}

/** How a method is called. Throws where filters may not call it. */
export function callerOf(name: string, at: number): Method {
  const tables = [OF_STRING, OF_ARRAY, OF_NUMBER, OF_BOOLEAN, OF_REGEX, OF_OBJECT]
  if (!tables.some((table) => table.has(name))) throw new RefusedFilter(`\`${name}()\` may not be called`, at)
  return (receiver, args) => {
    const method = tableOf(receiver, name)?.get(name) ?? OF_OBJECT.get(name)
    if (method === undefined || hasOwn(receiver, name)) throw NO_SUCH_METHOD
    if (receiver instanceof RegExp) receiver.lastIndex = 0
    for (const argument of args) if (argument instanceof RegExp) argument.lastIndex = 0
    return method(receiver, args)
  }
}

function tableOf(receiver: unknown, name: string): ReadonlyMap<string, Method> | undefined {
  switch (typeof receiver) {
    case 'string':
      return OF_STRING
    case 'number':
      return OF_NUMBER
    case 'boolean':
      return OF_BOOLEAN
    case 'object':
      if (Array.isArray(receiver)) return OF_ARRAY
      if (receiver instanceof RegExp) return OF_REGEX
      if (receiver !== null) return OF_OBJECT
  }
  throw new TypeError(`Cannot read properties of ${receiver} (reading '${name}')`)
}

/** What a document calls as a method is its own data, and no function. */
function hasOwn(receiver: unknown, name: string): boolean {
  return typeof receiver === 'object' && receiver !== null && Object.hasOwn(receiver, name)
}
