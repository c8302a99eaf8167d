import { nearest } from '@specward/core'
import type { Spot } from './explain.ts'
import type { Limit, Schema } from './schema-set.ts'
import { isObject } from './values.ts'

/** Names of schemas that do not read as what the specification calls the object. */
const OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/binding$/, ''],
  [
    /security ?scheme|security$|^X509$|^userPassword$|^apiKey$|^openIdConnect$|encryption$/i,
    'Security Scheme',
  ],
  [/^security-?requirement/i, 'Security Requirement'],
  [/oauth2Flow$|oauth-?flow$|credentialsFlow$/i, 'OAuth Flow'],
  [/^(implicit|password|client-credentials|authorization-code|device-authorization)$/, 'OAuth Flow'],
  [/oauth2?-?Flows$/i, 'OAuth Flows'],
  [/parameter(sub-?schema)?$/i, 'Parameter'],
  [/^external-?doc/i, 'External Documentation'],
  [/^primitivesItems$/, 'Items'],
  [/^fileSchema$/, 'Schema'],
  [/^jsonReference$|^reference$/i, 'Reference'],
  [/^message(Object)?$/, 'Message'],
  [/^xml$/i, 'XML'],
]

/** `Operation Object` for `operation`, `Media Type Object` for `media-type`; undefined for the description itself. */
export function objectName(owner: string | undefined): string | undefined {
  if (owner === undefined || owner === '' || owner === 'asyncapi' || owner === 'schema.json') return undefined
  for (const [pattern, name] of OBJECTS) {
    if (pattern.test(owner))
      return name === '' ? owner.replace('binding', 'Binding Object') : `${name} Object`
  }
  const spaced = owner.replaceAll(/[-_ ]+/g, ' ').replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
  const plain = spaced.replace(/ object$/i, '')
  return `${plain.replaceAll(/(^| )([a-z])/g, (_, space, letter) => space + letter.toUpperCase())} Object`
}

export function lacks(spot: Spot, owner: string | undefined, name: string, specification: string): string {
  if (name === 'required') {
    const parameter = pathParameter(spot.value)
    if (parameter !== undefined) return needsRequired(parameter)
  }
  return `${subject(spot, owner)} lacks \`${name}\`, which ${specification} requires.`
}

export function lacksOneOf(
  spot: Spot,
  owner: string | undefined,
  names: readonly string[],
  specification: string,
  mayHaveAll: boolean,
): string {
  const [only] = names
  if (names.length === 1 && only !== undefined) return lacks(spot, owner, only, specification)
  return `${subject(spot, owner)} lacks ${choice(names)}: ${specification} requires ${mayHaveAll ? 'at least ' : ''}one of them.`
}

export function wrongType(spot: Spot, owner: string | undefined, types: readonly string[]): string {
  const hint = typeof spot.value === 'number' && types.includes('string') ? ': put it in quotes' : ''
  return `${subject(spot, owner)} is ${typeof spot.value === 'string' ? 'a string' : kind(spot.value)}, but must be ${types.map(typeName).join(' or ')}${hint}.`
}

export function notOneOf(spot: Spot, owner: string | undefined, values: readonly unknown[]): string {
  const parameter = spot.key === 'required' && values[0] === true ? pathParameter(spot.parent) : undefined
  if (parameter !== undefined) return needsRequired(parameter)
  const shown = values.slice(0, MOST_VALUES).map(literal)
  if (values.length > MOST_VALUES) shown.push('others')
  const must = shown.length === 1 ? shown[0] : `one of ${shown.join(', ')}`
  const { value } = spot
  const texts = values.filter((each) => typeof each === 'string')
  const meant = typeof value === 'string' && values.length > 1 ? nearest(value, texts) : undefined
  const hint = meant === undefined ? '' : `; did you mean \`${visible(meant)}\`?`
  const quotes =
    typeof value === 'number' && texts.some((text) => Number(text) === value) ? ': put it in quotes' : ''
  return `${subject(spot, owner)} is ${kind(value)}, but must be ${must}${quotes}${hint || '.'}`
}

/** The name that was probably meant by one that is not known; no path can be guessed. */
export function meantBy(
  owner: string | undefined,
  field: string,
  known: Iterable<string>,
): string | undefined {
  const name = objectName(owner)
  if (name === 'Paths Object') return undefined
  if (name === 'Responses Object') return /^[1-5]xx$/i.test(field) ? field.toUpperCase() : undefined
  return nearest(field, known)
}

/** `spot` is the object that holds the field. */
export function unknownField(
  spot: Spot,
  owner: string | undefined,
  field: string,
  meant: string | undefined,
  specification: string,
): string {
  const name = objectName(owner)
  const holder = subject(spot, undefined)
  if (name === 'Paths Object') return `\`${visible(field)}\` in ${holder} is no path: paths begin with \`/\`.`
  if (name === 'Responses Object') {
    const hint = meant === undefined ? '' : `: write \`${meant}\``
    return `${holder} holds \`${visible(field)}\`, which is no status code${hint}.`
  }
  const hint = meant === undefined ? '.' : `; did you mean \`${visible(meant)}\`?`
  const where = name === undefined ? (spot.parent ? holder : `${specification} description`) : name
  return `Unknown field \`${visible(field)}\` in ${where === holder ? within(where) : withArticle(where)}${hint}`
}

export function notAllowed(key: string | number): string {
  return `\`${visible(String(key))}\` is not allowed here.`
}

export function noReference(spot: Spot, owner: string | undefined, specification: string): string {
  const name = objectName(owner)
  const what = name === undefined ? 'here' : `in place of ${withArticle(name)}`
  return `${subject(spot, undefined)} is a \`$ref\`, which ${specification} does not allow ${what}.`
}

export function notTogether(spot: Spot, owner: string | undefined, names: readonly string[]): string {
  if (names.length === 1) return `\`${names[0]}\` is not allowed here.`
  const rest = names.length === 2 ? 'not both' : 'not all of them'
  return `${subject(spot, owner)} may have ${choice(names)}, ${rest}.`
}

export function forbidden(
  spot: Spot,
  owner: string | undefined,
  values: readonly unknown[] | undefined,
): string {
  if (!values) return `${subject(spot, owner)} has a form that is not allowed here.`
  return `${subject(spot, owner)} must not be ${values.map(literal).join(' or ')}.`
}

export function badName({ key }: Spot, field: string): string {
  return `\`${visible(field)}\` in \`${visible(String(key))}\` has characters that are not allowed in such a name.`
}

export function badForm(spot: Spot, pattern: RegExp, specification: string): string {
  const form = `the form that ${specification} requires (\`${pattern.source}\`)`
  return `${subject(spot, undefined)} is ${kind(spot.value)}, which has not ${form}.`
}

export function repeated(spot: Spot, [first, again]: readonly [number, number]): string {
  return `Item ${again + 1} of ${subject(spot, undefined)} repeats item ${first + 1}; each may stand there once.`
}

export function badContent(spot: Spot, specification: string): string {
  return `${subject(spot, undefined)} holds items that ${specification} does not allow together.`
}

export function fitsSeveral(spot: Spot, owner: string | undefined, branches: readonly Schema[]): string {
  const required = branches.map((branch) => branch.required)
  if (isObject(spot.value) && required.every((names) => names.length > 0)) {
    return `${subject(spot, owner)} has ${[...new Set(required.flat())].map((name) => `\`${name}\``).join(' and ')}, of which only one is allowed.`
  }
  return `${subject(spot, owner)} can be read in more than one way, and the specification allows only one.`
}

const MEASURES = { length: 'characters', items: 'items', properties: 'entries', number: '' } as const

export function beyondLimit(spot: Spot, { of, kind: limit, value }: Limit): string {
  const name = subject(spot, undefined)
  if (of === 'number') {
    const words = {
      least: 'at least',
      most: 'at most',
      above: 'above',
      below: 'below',
      multiple: 'a multiple of',
    }
    return `${name} is ${kind(spot.value)}, but must be ${words[limit]} ${value}.`
  }
  const measure = value === 1 ? MEASURES[of].replace(/ies$/, 'y').replace(/s$/, '') : MEASURES[of]
  if (limit === 'least' && value === 1) return `${name} is empty, but must have at least one ${measure}.`
  return `${name} must have ${limit === 'least' ? 'at least' : 'at most'} ${value} ${measure}.`
}

const MOST_VALUES = 12
const MOST_CHARACTERS = 60
const MOST_OF_LABEL = 200

/** The name of a parameter in the path. */
function pathParameter(value: unknown): string | undefined {
  if (!isObject(value) || value.in !== 'path') return undefined
  return typeof value.name === 'string' ? value.name : undefined
}

function needsRequired(parameter: string): string {
  return `Path parameter \`${visible(parameter)}\` needs \`required: true\`.`
}

const METHODS: ReadonlySet<unknown> = new Set('get put post delete options head patch trace query'.split(' '))

/** An operation by its method and path, a response with its operation; undefined for all else. */
function operationName([first, path, method, part, status, ...more]: NonNullable<Spot['path']>) {
  if (typeof path !== 'string' || !METHODS.has(method)) return undefined
  const verb = String(method).toUpperCase()
  const label =
    first === 'paths' ? `${verb} ${path}` : first === 'webhooks' ? `webhook ${path} ${verb}` : undefined
  if (label === undefined || more.length > 0) return undefined
  if (part === undefined) return `\`${visible(label, MOST_OF_LABEL)}\``
  return part === 'responses' && status !== undefined
    ? `Response \`${visible(String(status))}\` of \`${visible(label, MOST_OF_LABEL)}\``
    : undefined
}

function subject({ value, key, parent, of, path }: Spot, owner: string | undefined): string {
  if (parent === undefined) return 'The description'
  const operation = path && isObject(value) ? operationName(path) : undefined
  if (operation !== undefined) return operation
  if (typeof key === 'string') return `\`${visible(key)}\``
  const name = isObject(value) ? objectName(owner) : undefined
  return name === undefined ? `Item ${key + 1} of \`${visible(String(of))}\`` : `This ${name}`
}

/** Within a sentence. */
function within(name: string): string {
  return name.replace(/^(?:Item|This|Response|The)\b/, (word) => word.toLowerCase())
}

function withArticle(name: string): string {
  return `${/^[AEIO]|^XML/.test(name) ? 'an' : 'a'} ${name}`
}

function kind(value: unknown): string {
  if (value === null) return 'empty (`null`)'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'number' ? `the number \`${value}\`` : literal(value)
}

function literal(value: unknown): string {
  return `\`${visible(typeof value === 'string' ? value : JSON.stringify(value))}\``
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    object: 'an object',
    array: 'a list',
    string: 'a string',
    number: 'a number',
    integer: 'a whole number',
    boolean: '`true` or `false`',
    null: '`null`',
  }
  return names[type] ?? type
}

function choice(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' or ')
}

/** On one line, without backticks, and not endless. */
function visible(text: string, most = MOST_CHARACTERS): string {
  const line = text.replaceAll(/\s+/gu, ' ').replaceAll('`', "'")
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
