import type { ConceptName } from '../../model/concepts.ts'
import type { Node } from '../../source/node.ts'
import { FORMATS, type FormatSelector } from '../../spec/format.ts'
import type { Checker } from '../checker.ts'
import { nearest } from '../suggest.ts'
import { type OwnLevel, readSeverity } from './definition.ts'
import { CONCEPTS, FACTS, factOf, isConcept } from './facts.ts'
import { type Field, fieldOf, WHOLE } from './field.ts'
import { FUNCTION_NAMES, type FunctionOptions, readFunctionOptions } from './function-options.ts'
import { isKeyword, KEYWORDS } from './keywords.ts'
import { placeholdersOf, unknownPlaceholders } from './message.ts'
import type { SelectDefinition, Step } from './select-rule.ts'

/** Keys of a rule that selects a concept. */
const SELECT_KEYS = [
  'select',
  'where',
  'then',
  'severity',
  'message',
  'description',
  'formats',
  'documentationUrl',
] as const

/** Formats by the names of Spectral rulesets and by ours. */
export const FORMAT_NAMES: readonly string[] = [
  ...new Set(['oas', 'oas3', 'asyncapi', ...FORMATS].flatMap((name) => [name, name.replace('.', '_')])),
]

/** Reads a rule with `select`; undefined, and reported, when something is wrong with it. */
export function readSelectRule(
  check: Checker,
  entry: Node,
): { readonly definition: SelectDefinition; readonly level: OwnLevel } | undefined {
  const before = check.errors.length
  const id = entry.key
  const entries = check.entries(entry, `\`${id}\``, SELECT_KEYS, ['then'])
  const select = entries?.select && readConcept(check, entries.select)
  if (!entries || select === undefined) return undefined
  const text = (key: 'message' | 'description' | 'documentationUrl'): string | undefined => {
    const node = entries[key]
    return node && check.text(node, `\`${key}\``)
  }
  const definition: SelectDefinition = {
    id,
    select,
    where: entries.where ? readWhere(check, entries.where, select) : [],
    steps: entries.then ? readThen(check, entries.then, select) : [],
    message: text('message'),
    description: text('description'),
    formats: entries.formats ? readFormats(check, entries.formats) : ['oas', 'asyncapi'],
    documentationUrl: text('documentationUrl'),
  }
  if (entries.message) checkMessage(check, entries.message, select)
  const level = readSeverity(check, entry, entries.severity)
  return check.errors.length > before || level === undefined ? undefined : { definition, level }
}

function readConcept(check: Checker, node: Node): ConceptName | undefined {
  const word = check.text(node, '`select`')
  if (word === undefined) return undefined
  if (isConcept(word)) return word
  check.unknown(node, 'concept', word, CONCEPTS)
  return undefined
}

function readWhere(check: Checker, node: Node, select: ConceptName): SelectDefinition['where'] {
  return check.namedEntries(node, '`where`').flatMap((entry) => {
    const field = checkField(check, { node: entry, part: 'key' }, entry.key, select)
    if (!field) return []
    if (field.kind === 'keys') {
      check.fail({ node: entry, part: 'key' }, '`@key` cannot stand in `where`.')
      return []
    }
    const items = entry.isList ? [...entry.children()] : [entry]
    for (const item of items) {
      if (item.isObject || item.isList) check.wrongType(item, 'A value of `where`', 'a single value')
    }
    checkWords(check, field, items)
    return [{ field, values: items.map((item) => item.value) }]
  })
}

function readThen(check: Checker, node: Node, select: ConceptName): readonly Step[] {
  const items = node.isList ? [...node.children()] : [node]
  if (items.length === 0) check.fail(node, '`then` is empty; it would judge nothing.')
  return items.flatMap((item) => readStep(check, item, select) ?? [])
}

function readStep(check: Checker, item: Node, select: ConceptName): Step | undefined {
  const entries = check.entries(item, '`then`', ['field', 'function', 'functionOptions'], ['function'])
  if (!entries?.function) return undefined
  const name = check.text(entries.field ?? entries.function, entries.field ? '`field`' : '`function`')
  const field = entries.field && name !== undefined ? checkField(check, entries.field, name, select) : WHOLE
  const called = readFunction(check, entries.function)
  const options = called && readFunctionOptions(check, called, entries.functionOptions, entries.function)
  if (!field || !options) return undefined
  checkOptions(check, field, options, entries.functionOptions, select)
  return { field, options }
}

/** Functions of Spectral that have no use beside `select`, each with what to do instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  typedEnum: 'Write the rule with `given`.',
  unreferencedReusableObject: 'Write the rule with `given`.',
}

function readFunction(check: Checker, node: Node): FunctionOptions['function'] | undefined {
  const word = check.text(node, '`function`')
  if (word === undefined) return undefined
  const known = FUNCTION_NAMES.find((name) => name === word)
  if (known !== undefined) return known
  if (Object.hasOwn(ELSEWHERE, word)) {
    check.fail(node, `\`${word}\` cannot be used with \`select\`. ${ELSEWHERE[word]}`)
  } else check.unknown(node, 'function', word, FUNCTION_NAMES)
  return undefined
}

/** The field of that name; undefined, and reported, when there is none. */
function checkField(
  check: Checker,
  at: Node | { readonly node: Node; readonly part: 'key' },
  name: string,
  select: ConceptName,
): Field | undefined {
  if (name === '@key' || factOf(select, name)) return fieldOf(select, name)
  const [first = '', ...below] = name.split('.')
  if (/^\$(?:$|[.[])/u.test(name)) {
    check.fail(at, 'A field beside `select` is a name; for JSONPath, write the rule with `given`.')
    return undefined
  }
  if (below.length > 0 && factOf(select, first)) {
    if (isKeyword(select, first)) return fieldOf(select, name)
    check.fail(at, `\`${first}\` is a single value: there is nothing below it.`)
    return undefined
  }
  if (isKeyword(select, first)) return fieldOf(select, name)
  check.unknown(at, `field of \`${select}\``, first, [...Object.keys(FACTS[select]), ...KEYWORDS[select]])
  return undefined
}

/** A value that a fact can never have is a slip of the pen. */
function checkWords(check: Checker, field: Field, values: readonly Node[]): void {
  if (field.kind !== 'fact') return
  const { words, usual = [], type } = field.fact
  for (const node of values) {
    const { value } = node
    if (type === 'flag' && typeof value !== 'boolean') {
      check.wrongType(node, `\`${field.name}\``, '`true` or `false`')
    } else if (type !== 'flag' && typeof value === 'number') {
      check.wrongType(node, `\`${field.name}\``, `a text: write \`'${value}'\`, in quotes`)
    } else if (words && !words.some((word) => word === value)) {
      check.unknown(node, `value of \`${field.name}\``, String(value), words)
    } else if (typeof value === 'string' && !usual.includes(value) && nearest(value, usual) !== undefined) {
      check.unknown(node, `value of \`${field.name}\``, value, usual)
    }
  }
}

function checkOptions(
  check: Checker,
  field: Field,
  options: FunctionOptions,
  node: Node | undefined,
  select: ConceptName,
): void {
  if (options.function === 'enumeration' && field.kind === 'fact') {
    checkWords(check, field, [...(node?.child('values')?.children() ?? [])])
  }
  if ((options.function === 'xor' || options.function === 'or') && field.kind === 'whole') {
    for (const item of node?.child('properties')?.children() ?? []) {
      if (item.string !== undefined) checkField(check, item, item.string, select)
    }
  }
}

function readFormats(check: Checker, node: Node): readonly FormatSelector[] {
  return check.items(node, '`formats`').flatMap((item) => {
    const word = check.text(item, 'An item of `formats`')
    if (word === undefined) return []
    if (FORMAT_NAMES.includes(word)) return [word.replace('_', '.') as FormatSelector]
    check.unknown(item, 'format', word, FORMAT_NAMES)
    return []
  })
}

function checkMessage(check: Checker, node: Node, select: ConceptName): void {
  const text = node.string ?? ''
  if (text.includes('#{{')) {
    check.fail(node, 'Expressions (`#{{…}}`) work with `given` alone; write `{{error}}` and the like.')
    return
  }
  for (const word of unknownPlaceholders(text, select)) {
    check.unknown(node, 'placeholder', word, placeholdersOf(select))
  }
}
