import type { Format, MediaType, Model, Node, Property, Schema } from '@specward/core'
import { byName, compareText } from '../in-order.ts'
import { declaredTypes } from './types.ts'
import { itemsOf, misfit } from './values.ts'
import { isMapping } from './vocabulary.ts'

/** A value that is shown for a schema. */
export interface Shown {
  readonly node: Node
  readonly schema: Schema
  /** True for what travels as text whatever its type, as parameters do. */
  readonly isText?: boolean
}

/**
 * Every example that shows a schema: in it, in parameters, in messages, and in bodies that are JSON. One that shows several
 * schemas is there with each of them.
 */
export function examplesIn(model: Model): readonly Shown[] {
  const found: Shown[] = []
  const seen = new Map<Node, Set<Schema>>()
  const texts = new Set<Node>()
  const add = (node: Node | undefined, schema: Schema | undefined, isText = false) => {
    // `null` is often written where there is nothing to show
    if (!node || !schema || node.value === null || (!isText && texts.has(node))) return
    if (isText) texts.add(node)
    const schemas = seen.get(node) ?? new Set()
    if (schemas.has(schema)) return
    seen.set(node, schemas.add(schema))
    found.push({ node, schema, isText })
  }
  for (const { node, schema, in: where } of model.select('parameter')) {
    if (where === 'body' || schema?.written.child('in')) continue
    add(node.child('example'), schema, true)
    for (const value of valuesIn(node.child('examples'), model)) add(value, schema, true)
    add(schema?.written.child('example'), schema, true)
  }
  for (const schema of model.select('schema')) {
    add(schema.written.child('example'), schema)
    for (const node of itemsOf(schema.written.child('examples'))) add(node, schema)
  }
  for (const media of model.select('mediaType')) {
    for (const node of isJson(media) ? media.examples : []) if (!isWrittenOut(node)) add(node, media.schema)
  }
  for (const { examples, payload } of model.select('message')) {
    for (const example of examples) add(example.child('payload'), payload)
  }
  return found
}

function* valuesIn(examples: Node | undefined, model: Model): Generator<Node> {
  if (!examples?.isObject) return
  for (const entry of examples.children()) {
    const value = model.resolve(entry)?.child('value')
    if (value) yield value
  }
}

function isJson({ type }: MediaType): boolean {
  return /^application\/(?:[\w.-]+\+)?json$/.test(type)
}

/** JSON as a text, as tools write it. */
function isWrittenOut({ string }: Node): boolean {
  return string !== undefined && /^\s*[[{"]/.test(string)
}

export interface Misfit {
  /** Where in the value, by the names that lead there; '' for the value itself. */
  readonly way: string
  readonly because: string
}

interface Step {
  readonly value: unknown
  readonly schema: Schema
  readonly way: string
}

/** Values that are looked at in one example. */
const MOST_STEPS = 2_000

/**
 * The first part of a value that its schema does not accept. What is read or written alone may be missing. Branches
 * of `oneOf` and `anyOf`, patterns and formats are not tried.
 */
export function firstMisfit({ node, schema, isText }: Shown, format: Format): Misfit | undefined {
  if (isText && isWritten(node.value, schema)) return undefined
  const ahead: Step[] = [{ value: node.value, schema, way: '' }]
  let steps = 0
  for (const step of ahead) {
    if (++steps > MOST_STEPS) return undefined
    const because = misfit(step.value, step.schema, format) ?? whatIsMissing(step)
    if (because !== undefined) return { way: step.way, because }
    for (const inner of innerSteps(step)) ahead.push(inner)
  }
  return undefined
}

/** Whether a value is, or can be, how a list, an object or a text is written in a URL or header. */
function isWritten(value: unknown, schema: Schema): boolean {
  const types = declaredTypes(schema)?.types
  if (types?.has('string') === true) return typeof value === 'number' || typeof value === 'boolean'
  if (typeof value !== 'string') return false
  if (types?.has('boolean') === true && /^(?:true|false)$/.test(value)) return true
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return types?.has('number') === true || types?.has('integer') === true
  return types?.has('array') === true || types?.has('object') === true
}

function whatIsMissing({ value, schema }: Step): string | undefined {
  if (!isMapping(value)) return undefined
  // which of several is told must not depend on the order in which they are written
  const missing = schema
    .all('required')
    .flatMap(itemsOf)
    .flatMap(({ string }) => string ?? [])
    .toSorted(compareText)
    .find((name) => !Object.hasOwn(value, name) && !isOneWay(schema, name))
  return missing === undefined ? undefined : `lacks \`${missing}\`, which is required`
}

function isOneWay(schema: Schema, name: string): boolean {
  return schema.properties.some(
    (property) => property.name === name && (property.readOnly || property.writeOnly),
  )
}

function* innerSteps({ value, schema, way }: Step): Generator<Step> {
  if (Array.isArray(value)) {
    const { items } = schema
    if (items && !schema.written.child('prefixItems'))
      for (const item of value) yield { value: item, schema: items, way: `${way}[]` }
  } else if (isMapping(value)) {
    // which fault is the first must not depend on the order in which properties are written
    for (const { name, schema: inner } of certainProperties(schema).toSorted(byName)) {
      if (Object.hasOwn(value, name))
        yield { value: value[name], schema: inner, way: way === '' ? name : `${way}.${name}` }
    }
  }
}

/** Properties that hold whatever branch is chosen. */
function certainProperties(schema: Schema): readonly Property[] {
  const lists = new Set<Node>(schema.all('properties'))
  return lists.size === 0 ? [] : schema.properties.filter(({ node }) => node.parent && lists.has(node.parent))
}
