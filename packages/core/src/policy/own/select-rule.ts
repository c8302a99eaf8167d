import type { ConceptName, Concepts } from '../../model/concepts.ts'
import type { SchemaFunction } from '../../ruleset-engine.ts'
import type { FormatSelector } from '../../spec/format.ts'
import type { At, Rule, RuleContext } from '../rule.ts'
import { factOf } from './facts.ts'
import { type Field, fieldOf, type Reading, readField } from './field.ts'
import type { FunctionOptions } from './function-options.ts'
import { type Failure, judge } from './functions.ts'
import { fillMessage, nameOf, parseMessage } from './message.ts'

type AnyConcept = Concepts[ConceptName]
type Context = RuleContext<Readonly<Record<string, unknown>>>

/** A rule that the organisation has written by concept, read and checked. */
export interface SelectDefinition {
  readonly id: string
  readonly select: ConceptName
  /** The rule is for what has, in every one of these fields, one of the values. */
  readonly where: readonly { readonly field: Field; readonly values: readonly unknown[] }[]
  readonly steps: readonly Step[]
  readonly message: string | undefined
  readonly description: string | undefined
  readonly formats: readonly FormatSelector[]
  readonly documentationUrl: string | undefined
}

/** One entry of `then`. */
export interface Step {
  readonly field: Field
  readonly options: FunctionOptions
}

/** Makes of a definition a rule as the engine holds it. */
export function selectRule(definition: SelectDefinition, schema?: SchemaFunction | undefined): Rule {
  const { id, select, description, message, formats, documentationUrl, steps } = definition
  const title = description ?? steps.map(titleOf).join('; ')
  const template = message ?? description
  const parts = template === undefined ? undefined : parseMessage(template)
  return {
    id,
    title,
    why: '',
    fix: '',
    presets: {},
    formats,
    references: { owasp: [], cwe: [], controls: [] },
    select,
    mayHang: steps.some(({ options }) => options.function === 'pattern' || options.function === 'schema'),
    ...(documentationUrl === undefined ? {} : { documentationUrl }),
    check(concept: AnyConcept, context: Context) {
      if (!applies(definition, concept, context)) return
      for (const step of steps)
        checkStep(step, concept, context, schema, (failure, reading) => {
          const error = failure.message
          if (!parts) return `\`${nameOf(concept)}\`: ${error}`
          const property = propertyOf(step.field) ?? ''
          const { value, at } = reading
          return fillMessage(
            parts,
            { error, description: description ?? '', property, value, at },
            concept,
            context.model,
          )
        })
    },
    examples: { bad: [], good: [] },
  }
}

type Known = Extract<Reading, { readonly value: unknown }>

/** Whether `where` takes in a concept; what it cannot know leaves the concept undecided. */
function applies({ where }: SelectDefinition, concept: AnyConcept, context: Context): boolean {
  let unknown: Extract<Reading, { readonly because: string }> | undefined
  for (const { field, values } of where) {
    const [reading] = readField(field, concept, context.model)
    if (reading && 'because' in reading) unknown ??= reading
    else if (!reading || !isAmong(reading.value, values)) {
      context.notApplicable()
      return false
    }
  }
  if (unknown) context.undecided(unknown)
  return unknown === undefined
}

/** A list is among them when one of its items is. */
function isAmong(value: unknown, values: readonly unknown[]): boolean {
  return Array.isArray(value) ? value.some((item) => values.includes(item)) : values.includes(value)
}

function checkStep(
  { field, options }: Step,
  concept: AnyConcept,
  context: Context,
  schema: SchemaFunction | undefined,
  say: (failure: Failure, reading: Known) => string,
): void {
  const readings =
    options.function === 'xor' || options.function === 'or'
      ? readTogether(field, options.properties, concept, context)
      : readField(field, concept, context.model)
  for (const reading of readings) {
    if ('because' in reading) {
      context.undecided(reading)
      continue
    }
    for (const failure of failuresOf(reading.value, field, options, schema)) {
      const at = placeOf(reading.at, failure.path ?? [])
      context.report({
        at,
        message: say(failure, reading),
        cause: reading.cause,
        discriminator: discriminatorOf(field, options, reading.value),
      })
    }
  }
}

/** What tells findings of one concept apart: the function, the field, and for keys which one. */
function discriminatorOf(field: Field, options: FunctionOptions, value: unknown): string {
  const key = field.kind === 'keys' ? [String(value)] : []
  return [options.function, propertyOf(field) ?? '', ...key].join(' ')
}

/** Functions that judge a text: of a fact that is a list, they judge every item. */
const OF_EACH: readonly string[] = ['enumeration', 'pattern', 'casing']

/** Functions that ask whether something is there: a fact that is a list without items is not. */
const OF_PRESENCE: readonly string[] = ['truthy', 'falsy', 'defined', 'undefined']

function failuresOf(
  value: unknown,
  field: Field,
  options: FunctionOptions,
  schema: SchemaFunction | undefined,
): readonly Failure[] {
  const property = propertyOf(field)
  if (field.kind !== 'fact' || !Array.isArray(value)) return judge({ value, property }, options, schema)
  if (OF_EACH.includes(options.function)) {
    return value.flatMap((item) =>
      judge({ value: item, property }, options).map(({ message }) => ({ message })),
    )
  }
  const isAbsent = value.length === 0 && OF_PRESENCE.includes(options.function)
  return judge({ value: isAbsent ? undefined : value, property }, options, schema)
}

/** For `xor` and `or` on the concept as a whole: the keywords and facts that they name. */
function readTogether(
  field: Field,
  names: readonly string[],
  concept: AnyConcept,
  context: Context,
): readonly Reading[] {
  if (field.kind !== 'whole') return readField(field, concept, context.model)
  const value: [string, unknown][] = []
  for (const name of names) {
    const [reading] = readField(fieldOf(concept.concept, name), concept, context.model)
    if (!reading) continue
    if ('because' in reading) return [reading]
    const isEmpty = Array.isArray(reading.value) && reading.value.length === 0
    if (reading.value !== undefined && !(isEmpty && factOf(concept.concept, name)))
      value.push([name, reading.value])
  }
  return [{ value: Object.fromEntries(value), at: concept.node }]
}

function placeOf(at: At, path: readonly string[]): At {
  if (path.length === 0 || 'node' in at) return at
  return at.at(...path) ?? at
}

/** What messages call the field. */
function propertyOf(field: Field): string | undefined {
  return field.kind === 'fact' || field.kind === 'keyword' ? field.name : undefined
}

function titleOf({ field, options }: Step): string {
  return [propertyOf(field), options.function].filter((word) => word !== undefined).join(': ')
}
