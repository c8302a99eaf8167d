import type { ConceptName, Concepts } from '../../model/concepts.ts'
import type { Model } from '../../model/model.ts'
import type { Node } from '../../source/node.ts'
import type { At } from '../rule.ts'
import { type Fact, factOf } from './facts.ts'

type AnyConcept = Concepts[ConceptName]

/** What `field` names: nothing (the concept as a whole), every key of it, a fact, or a keyword and what is below. */
export type Field =
  | { readonly kind: 'whole' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'fact'; readonly name: string; readonly fact: Fact<AnyConcept> }
  | { readonly kind: 'keyword'; readonly name: string; readonly keys: readonly string[] }

export const WHOLE: Field = { kind: 'whole' }

/** A field by its name, which has been checked. */
export function fieldOf(concept: ConceptName, name: string): Field {
  if (name === '@key') return { kind: 'keys' }
  const fact = factOf(concept, name)
  return fact ? { kind: 'fact', name, fact } : { kind: 'keyword', name, keys: name.split('.') }
}

/** A value with its place, or why it cannot be known. */
export type Reading =
  | {
      readonly value: unknown
      readonly at: At
      /** The line that decides, where that stands elsewhere. */
      readonly cause?: Node | undefined
    }
  | { readonly because: string }

/** What a field of a concept holds; for the keys, one reading each. */
export function readField(field: Field, concept: AnyConcept, model: Model): readonly Reading[] {
  const { node } = concept
  switch (field.kind) {
    case 'whole':
      return [{ value: contentOf(node, model).value, at: node }]
    case 'keys':
      return [...contentOf(node, model).children()].map((child) => ({
        value: child.key,
        at: { node: child, part: 'key' },
      }))
    case 'fact':
      return [readFact(field.name, field.fact, concept, model)]
    case 'keyword': {
      const found = descend(node, field.keys, model)
      return [{ value: found?.value, at: found ?? node }]
    }
  }
}

/** The value of a field for a condition or a message; undefined where it is not known. */
export function fieldValue(field: Field, concept: AnyConcept, model: Model): unknown {
  const [reading] = readField(field, concept, model)
  return reading && 'value' in reading ? reading.value : undefined
}

function readFact(name: string, fact: Fact<AnyConcept>, concept: AnyConcept, model: Model): Reading {
  const because = fact.unknown?.(concept)
  if (because !== undefined) return { because }
  const value = fact.of(concept)
  const decidedBy = fact.decidedBy?.(concept)
  if (decidedBy && !isWithin(decidedBy, concept.node)) return { value, at: concept.node, cause: decidedBy }
  return { value, at: decidedBy ?? descend(concept.node, [name], model) ?? concept.node }
}

/** The node at the end of some keys, with references followed where a key is not beside them. */
function descend(start: Node, keys: readonly string[], model: Model): Node | undefined {
  let node: Node | undefined = start
  for (const key of keys) {
    if (!node) return undefined
    node = node.child(key) ?? contentOf(node, model).child(key)
  }
  return node
}

function contentOf(node: Node, model: Model): Node {
  return model.resolve(node) ?? node
}

function isWithin(node: Node, ancestor: Node): boolean {
  for (let up: Node | undefined = node; up; up = up.parent) if (up === ancestor) return true
  return false
}
