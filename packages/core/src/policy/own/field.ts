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
  | { readonly because: string; readonly at: At }

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
      const star = field.keys.indexOf('*')
      if (star < 0) return [readKeyword(node, field.keys, model)]
      return holders(node, field.keys.slice(0, star), model).flatMap((holder) =>
        below(holder, field.keys.slice(star), model),
      )
    }
  }
}

/** The value of a field for a condition or a message; undefined where it is not known. */
export function fieldValue(field: Field, concept: AnyConcept, model: Model): unknown {
  const [reading] = readField(field, concept, model)
  return reading && 'value' in reading ? reading.value : undefined
}

function readFact(name: string, fact: Fact<AnyConcept>, concept: AnyConcept, model: Model): Reading {
  const decidedBy = fact.decidedBy?.(concept)
  const isElsewhere = decidedBy !== undefined && !isWithin(decidedBy, concept.node)
  const at = isElsewhere ? concept.node : (decidedBy ?? descend(concept.node, [name], model) ?? concept.node)
  const because = fact.unknown?.(concept)
  if (because !== undefined) return { because, at }
  return { value: fact.of(concept), at, cause: isElsewhere ? decidedBy : undefined }
}

function readKeyword(node: Node, keys: readonly string[], model: Model): Reading {
  const found = descend(node, keys, model)
  return { value: found?.value, at: found ?? node }
}

function holders(node: Node, keys: readonly string[], model: Model): readonly Node[] {
  const found = descend(node, keys, model)
  return found ? [found] : []
}

/** What is at the end of keys that begin with `*`: for every item or entry, in the order of the text. */
function below(start: Node, keys: readonly string[], model: Model): readonly Reading[] {
  let nodes: readonly Node[] = [start]
  let rest = keys
  while (rest[0] === '*') {
    nodes = nodes.flatMap((node) => [...contentOf(node, model).children()])
    const star = rest.indexOf('*', 1)
    if (star < 0) return nodes.map((node) => readKeyword(node, rest.slice(1), model))
    const between = rest.slice(1, star)
    nodes = nodes.flatMap((node) => holders(node, between, model))
    rest = rest.slice(star)
  }
  return []
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
