import type { Operation, Schema } from '@specward/core'
import { readPattern } from '../authorization/pattern.ts'
import { inText } from '../wording.ts'

const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['date-time', /^\d{4}-\d\d-\d\dT/i],
  ['ipv4', /^\d+(?:\.\d+){3}$/],
  ['ipv6', /:/],
  ['email', /@/],
])

/**
 * Whether a text can stand in the place of a path parameter: not where its type, enumeration, format, length or
 * pattern is against it. Undefined where the pattern is none that can be matched in bounded time.
 */
export function accepts({ parameters }: Operation, name: string, text: string): boolean | undefined {
  const schema = parameters.find((each) => each.in === 'path' && each.name === name)?.schema
  if (!schema) return true
  if (!isOfType(schema, text) || !isAmong(schema, text) || !isOfForm(schema, text)) return false
  return isOfPatterns(schema, text)
}

function isOfType({ types }: Schema, text: string): boolean {
  if (types.length === 0 || types.includes('string') || types.includes('array')) return true
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(?:\.\d+)?$/.test(text)) return true
  return types.includes('boolean') && /^(?:true|false)$/.test(text)
}

function isAmong(schema: Schema, text: string): boolean {
  const lists = [...schema.all('enum'), ...(schema.items?.all('enum') ?? [])].filter((node) => node.isList)
  if (lists.some(({ value }) => !(value as unknown[]).some((each) => inText(each) === text))) return false
  return schema.all('const').every(({ value }) => inText(value) === text)
}

function isOfForm(schema: Schema, text: string): boolean {
  const form = schema.format === undefined ? undefined : FORMS.get(schema.format)
  if (form && !form.test(text)) return false
  const limits = (keyword: string) =>
    schema.all(keyword).flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  return (
    limits('minLength').every((least) => text.length >= least) &&
    limits('maxLength').every((most) => text.length <= most)
  )
}

function isOfPatterns(schema: Schema, text: string): boolean | undefined {
  let isKnown = true
  for (const { string: source } of schema.all('pattern')) {
    const pattern = source === undefined ? undefined : readPattern(asWhole(source))
    if (!pattern) isKnown = false
    else if (!pattern.matches(text)) return false
  }
  return isKnown ? true : undefined
}

/** A pattern of JSON Schema may match any part of a text; the one that is made of it has to match the whole. */
function asWhole(source: string): string {
  const end = /(?<!\\)\$$/.test(source)
  const middle = source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')
  return `${source.startsWith('^') ? '' : '.*'}(?:${middle})${end ? '' : '.*'}`
}
