import type { ConceptName, Concepts } from '../../model/concepts.ts'
import type { Model } from '../../model/model.ts'
import { toPointer } from '../../source/node.ts'
import { nodeOf } from '../at.ts'
import type { At } from '../rule.ts'
import { FACTS, factOf } from './facts.ts'
import { fieldOf, fieldValue } from './field.ts'
import { printed } from './functions.ts'

/** Placeholders that every message knows; beside them, the facts of the concept. */
const PLACEHOLDERS = ['error', 'description', 'property', 'value', 'path'] as const

type Part = string | { readonly placeholder: string }

/** What a placeholder can stand for. */
export interface MessageParts {
  readonly error: string
  readonly description: string
  readonly property: string
  readonly value: unknown
  readonly at: At
}

/** A message as written, taken apart once: `{{error}}` and the like are filled in for each finding. */
export function parseMessage(text: string): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(/\{\{\s*([^{}\n]*?)\s*\}\}/gu)) {
    parts.push(text.slice(from, match.index), { placeholder: match[1] ?? '' })
    from = match.index + match[0].length
  }
  return [...parts, text.slice(from)]
}

/** Placeholders of a message that nobody knows. */
export function unknownPlaceholders(text: string, concept: ConceptName): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS
  return parseMessage(text).flatMap((part) => {
    if (typeof part === 'string' || known.includes(part.placeholder)) return []
    return factOf(concept, part.placeholder) ? [] : [part.placeholder]
  })
}

/** Every word that a placeholder can be. */
export function placeholdersOf(concept: ConceptName): readonly string[] {
  return [...PLACEHOLDERS, ...Object.keys(FACTS[concept])]
}

export function fillMessage(
  message: readonly Part[],
  parts: MessageParts,
  concept: Concepts[ConceptName],
  model: Model,
): string {
  return message
    .map((part) => {
      if (typeof part === 'string') return part
      switch (part.placeholder) {
        case 'error':
        case 'description':
        case 'property':
          return parts[part.placeholder]
        case 'value':
          return printed(parts.value)
        case 'path':
          return toPointer(nodeOf(parts.at).path)
        default:
          return shown(fieldValue(fieldOf(concept.concept, part.placeholder), concept, model))
      }
    })
    .join('')
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return value === undefined ? 'none' : String(value)
}

/** What a message calls a concept when nobody has said how: `DELETE /users`, `query parameter limit`. */
export function nameOf(concept: Concepts[ConceptName]): string {
  switch (concept.concept) {
    case 'operation':
      return concept.label
    case 'server':
      return concept.url
    case 'parameter':
      return `${concept.in} ${concept.name}`
    case 'channel':
      return concept.address ?? concept.node.key
    case 'string':
    case 'reference':
      return concept.value
    case 'securityScheme':
    case 'securityRequirement':
    case 'header':
    case 'property':
    case 'schema':
    case 'message':
      return concept.name ?? concept.node.key
    case 'mediaType':
      return concept.type
    case 'response':
    case 'requestBody':
      return concept.node.key
    case 'document':
      return concept.title ?? 'description'
  }
}
