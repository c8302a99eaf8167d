import { didYouMean, type Path } from '@specward/core'
import functions from '@stoplight/spectral-functions'

import type { RulesetText } from './text.ts'
import { dotted, isObject, listed, own, quote } from './values.ts'

type Rewriting = readonly [RegExp, (match: readonly string[], path: Path, text: RulesetText) => string]

/** What Spectral says, and what is told instead. */
const REWRITINGS: readonly Rewriting[] = [
  [/^Alias "(.*)" does not exist$/u, ([, name = ''], path, text) => unknownAlias(name, path, text)],
  [
    /^Alias ".*" is circular\. Resolution stack: (.*)$/u,
    ([, stack = '']) =>
      `An alias stands for itself: ${stack
        .split(' -> ')
        .map((each) => quote(`#${each}`))
        .join(' -> ')}.`,
  ],
  [/^Function is not defined$/u, (_, path) => `${quote(dotted(path.slice(0, -1)))} needs a \`function\`.`],
  [
    /^"(.*)" function does not support "(.*)" option$/u,
    ([, name = '', option = '']) => unknownOption(name, option),
  ],
  [
    /^"(.*)" function is missing "(.*)" option$/u,
    ([, name = '', option = '']) => `The function ${quote(name)} needs the option ${quote(option)}.`,
  ],
  [
    /^"(.*)" function does not accept any options$/u,
    ([, name = '']) => `The function ${quote(name)} has no options.`,
  ],
  [
    /^"(.*)" function and its "(.*)" option accepts? (?:only )?the following types: (.*)$/u,
    ([, name = '', option = '', types = '']) =>
      `The option ${quote(option)} of ${quote(name)} has to be of type ${types.split(', ').map(quote).join(' or ')}.`,
  ],
  [
    /^"(.*)" function and its "(.*)" option accepts? (?:only )?the following values: (.*)$/u,
    ([, name = '', option = '', values = ''], path, text) =>
      unknownValue(name, option, values, text.at(path)),
  ],
  [
    /^must have required property '(.*)'$/u,
    ([, key = ''], path) => `${quote(dotted(path))} needs ${quote(key)}.`,
  ],
  [
    /^the value has to be one of: 0, 1/u,
    () =>
      'A severity is `error`, `warn`, `info`, `hint` or `off`, or a number from -1 (off) to 3 (hint); 0 is `error`.',
  ],
  [
    /^must be a valid JSON Path expression/u,
    (_, path) =>
      `${quote(dotted(path))} must be a JSONPath expression, which begins with \`$\`, or name an alias, as \`#Alias\`.`,
  ],
  [/^must\b.*$/u, ([message = ''], path) => `${quote(dotted(path))} ${message}.`],
]

/** A message of Spectral as a sentence that names the place. */
export function sentence(path: Path, message: string, text: RulesetText): string {
  for (const [pattern, rewrite] of REWRITINGS) {
    const match = pattern.exec(message)
    if (match && (path.length > 0 || !/^must/u.test(message))) return rewrite(match, path, text)
  }
  const where = path.length === 0 ? '' : ` (${quote(dotted(path))})`
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${where}.`
}

function unknownAlias(name: string, path: Path, { value }: RulesetText): string {
  const overrides = own(value, 'overrides')
  const override =
    path[0] === 'overrides' && Array.isArray(overrides) ? overrides[Number(path[1])] : undefined
  const known = [value, override].flatMap((each) => {
    const aliases = own(each, 'aliases')
    return isObject(aliases) ? Object.keys(aliases).map((alias) => `#${alias}`) : []
  })
  const hint = didYouMean(`#${name}`, known)
  return `Unknown alias ${quote(`#${name}`)}.${hint === '' ? ' `aliases` has none of that name.' : hint}`
}

function unknownOption(name: string, option: string): string {
  const schemas = own({ ...functions }, name)
  const properties =
    typeof schemas === 'function' && 'schemas' in schemas
      ? own(own(schemas.schemas, 'options'), 'properties')
      : undefined
  const known = isObject(properties) ? Object.keys(properties) : []
  const hint = didYouMean(option, known)
  const all = hint === '' && known.length > 0 ? ` It has ${listed(known)}.` : hint
  return `The function ${quote(name)} has no option ${quote(option)}.${all}`
}

function unknownValue(name: string, option: string, values: string, found: unknown): string {
  const known = values.split(', ')
  const hint = typeof found === 'string' ? didYouMean(found, known) : ''
  return `The option ${quote(option)} of ${quote(name)} is one of ${listed(known, 20)}.${hint}`
}
