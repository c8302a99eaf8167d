import runtime from '@stoplight/spectral-runtime'
import { Parser, type Value } from 'expr-eval-fork'
import type { Associated } from './places.ts'

// it does not name its exports in a way that modules could see
const { printPath, PrintStyle, printValue } = runtime

/** What a message may name. */
interface Variables {
  property: string
  error: string
  path: string
  description: string | null
  value: unknown
}

type Part = string | { readonly name: string } | { readonly expression: string }

const PLACEHOLDER = /#?\{\{([^}\n]+)\}\}/g
/** Spectral prints nothing for expressions with one of these words. */
const FORBIDDEN = /constructor|process|require|global|mainModule|fs|child_process/
const PRINTS_PROPERTY = 'print("property")'
const MOST_TEMPLATES = 10_000

/** Messages with their placeholders filled in, as Spectral prints them. */
export class Messages {
  readonly #templates = new Map<string, readonly Part[]>()
  #evaluator: Evaluator | undefined

  /** The message of a result: what the function says, put into the words of the rule. */
  print(
    template: string | null,
    description: string | null,
    error: string,
    property: string,
    { place }: Associated,
  ): string {
    const inner = this.#parts(error)
    const outer = template === null ? undefined : this.#parts(template)
    if (template === null && description !== null) return description.trim()
    if (template !== null && outer === undefined) return template.trim()
    if (template === null && inner === undefined) return error.trim()
    const variables = variablesOf(property, error, description, place)
    variables.error = inner ? this.#fill(inner, variables) : error
    return (outer ? this.#fill(outer, variables) : variables.error).trim()
  }

  /** The placeholders of a text; undefined when it has none. */
  #parts(text: string): readonly Part[] | undefined {
    if (!text.includes('{{')) return undefined
    let parts = this.#templates.get(text)
    if (!parts) {
      if (this.#templates.size > MOST_TEMPLATES) this.#templates.clear()
      parts = parsed(text)
      this.#templates.set(text, parts)
    }
    return parts
  }

  #fill(parts: readonly Part[], variables: Variables): string {
    let text = ''
    this.#evaluator?.forget()
    for (const part of parts) {
      if (typeof part === 'string') text += part
      else if ('name' in part) text += part.name in variables ? String(read(variables, part.name)) : ''
      else if (part.expression === PRINTS_PROPERTY) text += printed(variables, 'property')
      else text += this.#evaluate(part.expression, variables)
    }
    return text
  }

  #evaluate(expression: string, variables: Variables): string {
    this.#evaluator ??= new Evaluator()
    return this.#evaluator.evaluate(expression, variables)
  }
}

/** The message that a rule has for all its results, if it is the same whatever a function says of whatever place. */
export function constantMessage(template: string | null, description: string | null): string | undefined {
  const text = template ?? description
  if (text === null || template?.includes('{{')) return undefined
  return text.trim()
}

/** The name that a message has for what a result is about. */
export function propertyOf({ place, missing }: Associated): string {
  const { path } = place
  if (missing && missing.length > path.length) {
    return printPath(missing.slice(path.length - 1), PrintStyle.Dot)
  }
  return path.at(-1) ?? ''
}

function variablesOf(
  property: string,
  error: string,
  description: string | null,
  place: Associated['place'],
): Variables {
  let path: string | undefined
  let value: { readonly is: unknown } | undefined
  return {
    property,
    error,
    description,
    get path() {
      path ??= printPath([...place.path], PrintStyle.EscapedPointer)
      return path
    },
    set path(assigned) {
      path = assigned
    },
    get value() {
      value ??= { is: place.value() }
      return value.is
    },
    set value(assigned) {
      value = { is: assigned }
    },
  }
}

function parsed(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(text.slice(end, match.index))
    end = match.index + match[0].length
    const inside = match[1] ?? ''
    parts.push(match[0].startsWith('#') ? { expression: inside.trim() } : { name: inside })
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

function read(variables: Variables, name: string): unknown {
  return (variables as unknown as Record<string, unknown>)[name]
}

function printed(variables: Variables, what: unknown): string {
  if (typeof what !== 'string') return ''
  if (what === 'property') {
    return variables.property === '' || variables.property === undefined
      ? 'The document '
      : `"${variables.property}" property `
  }
  if (what === 'value') return printValue(variables.value)
  const value = what in variables ? read(variables, what) : null
  return value === null ? '' : String(value)
}

/** Expressions in messages: a closed language that can print and count, and reach nothing but the variables. */
class Evaluator {
  #parser: Parser | undefined
  #variables: Variables | undefined

  /** What an expression defines is known to those that follow it in the same message, and to no others. */
  forget(): void {
    this.#parser = undefined
  }

  evaluate(expression: string, variables: Variables): string {
    if (FORBIDDEN.test(expression)) return ''
    this.#variables = variables
    const call = expression
      .replace(/(\S+)\.toUpperCase\(\)/g, 'toUpperCase($1)')
      .replace(/\s*\+\s*/g, ',')
      .replace(/^(.+)$/, 'concat($1)')
    try {
      this.#parser ??= this.#create()
      return String(this.#parser.evaluate(call, variables as unknown as Value))
    } catch {
      return ''
    }
  }

  #create(): Parser {
    const parser = new Parser()
    parser.functions.toUpperCase = (value: unknown) => String(value).toUpperCase()
    parser.functions.concat = (...values: unknown[]) => values.map(String).join('')
    parser.functions.print = (what: unknown) => (this.#variables ? printed(this.#variables, what) : '')
    return parser
  }
}
