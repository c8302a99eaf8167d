import { isObject } from '../../json.ts'
import type { Node } from '../../source/node.ts'
import type { Checker } from '../checker.ts'
import { CASES, type CaseOptions } from './casing.ts'
import { type Pattern, patternOf } from './functions.ts'

/** A function with its options, checked. */
export type FunctionOptions =
  | { readonly function: 'truthy' | 'falsy' | 'defined' | 'undefined' }
  | { readonly function: 'enumeration'; readonly values: readonly unknown[] }
  | { readonly function: 'length'; readonly min: number | undefined; readonly max: number | undefined }
  | {
      readonly function: 'pattern'
      readonly match: Pattern | undefined
      readonly notMatch: Pattern | undefined
    }
  | ({ readonly function: 'casing' } & CaseOptions)
  | { readonly function: 'alphabetical'; readonly keyedBy: string | undefined }
  | { readonly function: 'xor' | 'or'; readonly properties: readonly string[] }
  /** Judged by the engine of rulesets. */
  | { readonly function: 'schema'; readonly options: unknown; readonly node: Node }

/** The functions that `then` can name beside `select`, with the options that each takes. */
export const FUNCTIONS = {
  truthy: [],
  falsy: [],
  defined: [],
  undefined: [],
  enumeration: ['values'],
  length: ['min', 'max'],
  pattern: ['match', 'notMatch'],
  casing: ['type', 'disallowDigits', 'separator'],
  alphabetical: ['keyedBy'],
  xor: ['properties'],
  or: ['properties'],
  schema: ['schema', 'dialect', 'allErrors'],
} as const satisfies Record<FunctionOptions['function'], readonly string[]>

/** What each asks of a value, in words for the documentation. */
export const FUNCTION_MEANINGS: Readonly<Record<FunctionOptions['function'], string>> = {
  truthy: 'It is there, and is neither empty text, `0`, `false` nor `null`.',
  falsy: 'It is not there, or is empty text, `0`, `false` or `null`.',
  defined: 'It is there, whatever it is.',
  undefined: 'It is not there.',
  enumeration: 'It is one of `values`.',
  length:
    'A text or list has, and a number is, at least `min` and at most `max`; of an object, its keys are counted.',
  pattern:
    'A text matches the regular expression `match`, and does not match `notMatch`; `/…/i` takes flags.',
  casing:
    'A text is written in the case `type`: `flat`, `camel`, `pascal`, `kebab`, `cobol`, `snake` or `macro`.',
  alphabetical: 'A list, or the keys of an object, are sorted; objects in a list by `keyedBy`.',
  xor: 'Just one of `properties` is there: keywords and facts of the concept, or keys of the field.',
  or: 'At least one of `properties` is there.',
  schema: 'It keeps to the JSON Schema `schema`, and is there. References below it stay as they are written.',
}

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionOptions['function'][]

type Entries = Partial<Record<string, Node>>

/**
 * Reads `functionOptions`; undefined, and reported, when something is wrong with them.
 *
 * @param holder the node that a missing option is missed at
 */
export function readFunctionOptions(
  check: Checker,
  name: FunctionOptions['function'],
  node: Node | undefined,
  holder: Node,
): FunctionOptions | undefined {
  const names: readonly string[] = FUNCTIONS[name]
  if (node && names.length === 0) {
    check.fail({ node, part: 'key' }, `\`${name}\` takes no options.`)
    return undefined
  }
  const before = check.errors.length
  const entries: Entries | undefined = node ? check.entries(node, '`functionOptions`', names) : {}
  if (!entries || check.errors.length > before) return undefined
  const options = READERS[name](check, entries, holder)
  return check.errors.length === before ? options : undefined
}

type Reader = (check: Checker, entries: Entries, holder: Node) => FunctionOptions | undefined

const READERS: Readonly<Record<FunctionOptions['function'], Reader>> = {
  truthy: () => ({ function: 'truthy' }),
  falsy: () => ({ function: 'falsy' }),
  defined: () => ({ function: 'defined' }),
  undefined: () => ({ function: 'undefined' }),
  enumeration: readEnumeration,
  length: readLength,
  pattern: readPattern,
  casing: readCasing,
  alphabetical(check, { keyedBy }) {
    return { function: 'alphabetical', keyedBy: keyedBy && check.text(keyedBy, '`keyedBy`') }
  },
  xor: (check, entries, holder) => readProperties(check, 'xor', entries, holder),
  or: (check, entries, holder) => readProperties(check, 'or', entries, holder),
  schema: readSchema,
}

function readEnumeration(check: Checker, { values }: Entries, holder: Node): FunctionOptions | undefined {
  if (!values) return missing(check, holder, '`enumeration` needs `functionOptions` with `values`.')
  const items = check.items(values, '`values`')
  for (const item of items) {
    if (isObject(item.value) || item.isList) check.wrongType(item, 'An item of `values`', 'a single value')
  }
  return { function: 'enumeration', values: items.map((item) => item.value) }
}

function readLength(check: Checker, { min, max }: Entries, holder: Node): FunctionOptions | undefined {
  if (!min && !max)
    return missing(check, holder, '`length` needs `functionOptions` with `min`, `max` or both.')
  const numberOf = (node: Node | undefined): number | undefined => {
    if (!node) return undefined
    if (typeof node.value === 'number') return node.value
    check.wrongType(node, `\`${node.key}\``, 'a number')
    return undefined
  }
  return { function: 'length', min: numberOf(min), max: numberOf(max) }
}

function readPattern(
  check: Checker,
  { match, notMatch }: Entries,
  holder: Node,
): FunctionOptions | undefined {
  if (!match && !notMatch) {
    return missing(check, holder, '`pattern` needs `functionOptions` with `match`, `notMatch` or both.')
  }
  const read = (node: Node | undefined): Pattern | undefined => {
    const source = node && check.text(node, `\`${node.key}\``)
    if (source === undefined) return undefined
    try {
      return patternOf(source)
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /u, '') : ''
      if (node) check.fail(node, `\`${node.key}\` is no regular expression: ${why}.`)
      return undefined
    }
  }
  return { function: 'pattern', match: read(match), notMatch: read(notMatch) }
}

function readCasing(check: Checker, entries: Entries, holder: Node): FunctionOptions | undefined {
  if (!entries.type) return missing(check, holder, '`casing` needs `functionOptions` with `type`.')
  const type = check.word(entries.type, '`type`', CASES)
  const parts =
    entries.separator && check.entries(entries.separator, '`separator`', ['char', 'allowLeading'], ['char'])
  const char = parts?.char && check.text(parts.char, '`char`')
  if (parts?.char && char !== undefined && char.length > 1) {
    check.fail(parts.char, '`char` must be a single character.')
  }
  if (type === undefined) return undefined
  const separator = char === undefined ? undefined : { char, allowLeading: flag(check, parts?.allowLeading) }
  return { function: 'casing', type, disallowDigits: flag(check, entries.disallowDigits), separator }
}

function readProperties(
  check: Checker,
  name: 'xor' | 'or',
  { properties }: Entries,
  holder: Node,
): FunctionOptions | undefined {
  if (!properties) return missing(check, holder, `\`${name}\` needs \`functionOptions\` with \`properties\`.`)
  const items = check.items(properties, '`properties`')
  const names = items.flatMap((item) => check.text(item, 'An item of `properties`') ?? [])
  if (properties.isList && items.length < 2) {
    check.fail(properties, '`properties` must name two fields or more.')
  }
  return { function: name, properties: names }
}

/** What is in the schema is checked by who judges by it. */
function readSchema(check: Checker, entries: Entries, holder: Node): FunctionOptions | undefined {
  const { schema } = entries
  if (!schema) return missing(check, holder, '`schema` needs `functionOptions` with `schema`.')
  if (!schema.isObject) check.wrongType(schema, '`schema`', 'a mapping')
  const options = Object.fromEntries(Object.entries(entries).map(([key, node]) => [key, node?.value]))
  return { function: 'schema', options, node: schema }
}

function flag(check: Checker, node: Node | undefined): boolean {
  if (!node) return false
  if (typeof node.value !== 'boolean') check.wrongType(node, `\`${node.key}\``, '`true` or `false`')
  return node.value === true
}

function missing(check: Checker, holder: Node, message: string): undefined {
  check.fail(holder, message)
  return undefined
}
