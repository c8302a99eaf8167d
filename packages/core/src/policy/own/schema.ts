import type { ConceptName } from '../../model/concepts.ts'
import { closed, type JsonSchema, listOf, text } from '../schema-kit.ts'
import { RULE_LEVELS, TEXT_PATTERN } from '../words.ts'
import { CASES } from './casing.ts'
import { CONCEPTS, FACTS, factOf } from './facts.ts'
import { FUNCTION_NAMES, type FunctionOptions } from './function-options.ts'
import { KEYWORDS } from './keywords.ts'
import { FORMAT_NAMES } from './read-definition.ts'

const SEVERITY: JsonSchema = {
  enum: [...RULE_LEVELS, -1, 0, 1, 2, 3],
  description: 'Severity of the findings; `warn` where nothing is said.',
}

/** Definitions for the rules that a configuration defines itself, by name. */
export function ownDefinitions(): Readonly<Record<string, JsonSchema>> {
  const concepts = CONCEPTS.flatMap((name) => [
    [`select-${name}`, selectSchema(name)] as const,
    [`step-${name}`, stepSchema(name)] as const,
    [`field-${name}`, fieldSchema(name)] as const,
  ])
  return {
    given: givenSchema(),
    function: functionSchema(),
    'own-severity': SEVERITY,
    'own-message': text(
      'What findings say; `{{error}}`, `{{value}}`, `{{property}}` and facts are filled in.',
    ),
    'own-description': text('What the rule is for; the message where there is no other.'),
    'own-formats': listOf({ enum: FORMAT_NAMES }, 'Formats that the rule is for; all when absent.'),
    'own-documentation': text('Page about the rule.'),
    'where-value': valuesOf(SINGLE),
    'where-flag': valuesOf({ type: 'boolean' }),
    ...Object.fromEntries(concepts),
  }
}

/** Schemas of a rule that a configuration defines. */
export function ownRuleSchemas(): readonly JsonSchema[] {
  const variants = CONCEPTS.map((name) => ({ $ref: `#/$defs/select-${name}` }))
  return [...variants, { $ref: '#/$defs/given' }]
}

/** Schema of what can be set for a rule that another file or a ruleset defines. */
export function otherRuleSchema(): JsonSchema {
  const level = { enum: RULE_LEVELS, description: 'Severity of a rule that is defined elsewhere, or `off`.' }
  const mapping = closed({ severity: level }, 'Severity of a rule that is defined elsewhere.', ['severity'])
  return { anyOf: [level, mapping] }
}

const SINGLE: JsonSchema = { type: ['string', 'number', 'boolean', 'null'] }

/** One value, or a list of some. */
function valuesOf(value: JsonSchema): JsonSchema {
  return { anyOf: [value, { type: 'array', items: value }] }
}

function selectSchema(concept: ConceptName): JsonSchema {
  const step = { $ref: `#/$defs/step-${concept}` }
  return closed(
    {
      select: { const: concept, description: `The rule judges every ${concept}.` },
      where: whereSchema(concept),
      // biome-ignore lint/suspicious/noThenProperty: `then` is a key of rules; the schema is never awaited
      then: { anyOf: [step, { ...listOf(step, 'What is asked, all of it.'), minItems: 1 }] },
      severity: { $ref: '#/$defs/own-severity' },
      message: { $ref: '#/$defs/own-message' },
      description: { $ref: '#/$defs/own-description' },
      formats: { $ref: '#/$defs/own-formats' },
      documentationUrl: { $ref: '#/$defs/own-documentation' },
    },
    `A rule about every ${concept}.`,
    ['select', 'then'],
  )
}

function stepSchema(concept: ConceptName): JsonSchema {
  const properties = { field: { $ref: `#/$defs/field-${concept}` }, function: {}, functionOptions: {} }
  return { ...closed(properties, 'What is asked.', ['function']), $ref: '#/$defs/function' }
}

function fieldSchema(concept: ConceptName): JsonSchema {
  const facts = Object.keys(FACTS[concept])
  const described = facts.map((name) => ({ const: name, description: factOf(concept, name)?.about }))
  const keywords = KEYWORDS[concept]
  const below = `^(x-.*|(${keywords.map((word) => word.replace('$', '\\$')).join('|')})\\..*)$`
  return {
    anyOf: [
      ...described,
      { enum: ['@key', ...keywords.filter((word) => !facts.includes(word))] },
      { type: 'string', pattern: keywords.length === 0 ? '^x-' : below },
    ],
  }
}

function whereSchema(concept: ConceptName): JsonSchema {
  const facts = Object.keys(FACTS[concept]).map((name) => {
    const fact = factOf(concept, name)
    const shared = { $ref: fact?.type === 'flag' ? '#/$defs/where-flag' : '#/$defs/where-value' }
    const values = fact?.words ? valuesOf({ enum: fact.words }) : shared
    return [name, { description: fact?.about, ...values }] as const
  })
  return {
    type: 'object',
    description: 'The rule is for those that have one of the values in each of these fields.',
    properties: Object.fromEntries(facts),
    propertyNames: { $ref: `#/$defs/field-${concept}`, not: { const: '@key' } },
    additionalProperties: { $ref: '#/$defs/where-value' },
  }
}

/** The functions with the options of each. */
function functionSchema(): JsonSchema {
  const variants = FUNCTION_NAMES.map((name) => {
    const options = OPTIONS[name]
    return {
      type: 'object',
      properties: { function: { const: name }, functionOptions: options ?? false },
      required: ['function', ...(options && name !== 'alphabetical' ? ['functionOptions'] : [])],
    }
  })
  return { anyOf: variants }
}

const flag = (description: string): JsonSchema => ({ type: 'boolean', description })
const names = listOf({ type: 'string', pattern: TEXT_PATTERN }, 'Fields of the concept.')

const OPTIONS: Readonly<Record<FunctionOptions['function'], JsonSchema | undefined>> = {
  truthy: undefined,
  falsy: undefined,
  defined: undefined,
  undefined: undefined,
  enumeration: closed(
    { values: listOf({ type: ['string', 'number', 'boolean', 'null'] }, 'The values that are good.') },
    'What is allowed.',
    ['values'],
  ),
  length: {
    ...closed(
      {
        min: { type: 'number', description: 'The least length, size or number.' },
        max: { type: 'number', description: 'The greatest length, size or number.' },
      },
      'How long, how many, or how much.',
    ),
    minProperties: 1,
  },
  pattern: {
    ...closed(
      { match: text('Must match this regular expression.'), notMatch: text('Must not match this one.') },
      'What the text looks like.',
    ),
    minProperties: 1,
  },
  casing: closed(
    {
      type: { enum: CASES, description: 'The case.' },
      disallowDigits: flag('No digits.'),
      separator: closed(
        {
          char: {
            type: 'string',
            pattern: TEXT_PATTERN,
            maxLength: 1,
            description: 'Stands between the parts.',
          },
          allowLeading: flag('The character may stand in front as well.'),
        },
        'What stands between parts that are each in the case.',
        ['char'],
      ),
    },
    'How names are written.',
    ['type'],
  ),
  alphabetical: closed({ keyedBy: text('The key by which objects are sorted.') }, 'How it is sorted.'),
  xor: closed({ properties: { ...names, minItems: 2 } }, 'Just one of these.', ['properties']),
  or: closed({ properties: { ...names, minItems: 2 } }, 'At least one of these.', ['properties']),
  schema: closed(
    {
      schema: { type: 'object', description: 'A JSON Schema.' },
      dialect: {
        enum: ['auto', 'draft4', 'draft6', 'draft7', 'draft2019-09', 'draft2020-12'],
        description: 'Which JSON Schema; `auto` goes by `$schema`.',
      },
      allErrors: flag('Tell of everything that is wrong, not of the first thing alone.'),
    },
    'What it keeps to.',
    ['schema'],
  ),
}

/** A rule in the syntax of Spectral, as far as a schema need know it: who runs it checks the rest. */
function givenSchema(): JsonSchema {
  const path = { type: 'string', pattern: TEXT_PATTERN }
  return {
    type: 'object',
    description: 'A rule in the syntax of Spectral.',
    properties: {
      given: { anyOf: [path, { type: 'array', items: path }], description: 'JSONPath of what is judged.' },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a key of rules; the schema is never awaited
      then: {
        type: ['object', 'array'],
        description: 'What is asked: `field`, `function`, `functionOptions`.',
      },
      severity: { $ref: '#/$defs/own-severity' },
      select: false,
    },
    required: ['given'],
  }
}
