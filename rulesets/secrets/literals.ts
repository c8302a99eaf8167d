import type { Model, Node, StringLiteral } from '@specward/core'
import { candidatesIn } from './candidates.ts'
import { type FoundSecret, findSecrets } from './find.ts'
import { AWS_SECRET } from './formats.ts'

/** A secret of a known form, and the text that it stands in. */
export interface SecretLiteral {
  readonly literal: StringLiteral
  readonly found: FoundSecret
}

const known = new WeakMap<Model, readonly SecretLiteral[]>()

/** All of them; looked for once. */
export function secretLiteralsIn(model: Model): readonly SecretLiteral[] {
  let literals = known.get(model)
  if (!literals) {
    literals = look(model)
    known.set(model, literals)
  }
  return literals
}

function look(model: Model): readonly SecretLiteral[] {
  const all: SecretLiteral[] = []
  const paired = new Set<Node>()
  for (const literal of candidatesIn(model)) {
    const secrets = findSecrets(literal.value)
    for (const found of secrets) all.push({ literal, found })
    if (!secrets.some(({ format }) => format.id === 'aws-key-id')) continue
    for (const other of stringsAround(literal)) {
      if (paired.has(other.node)) continue
      paired.add(other.node)
      for (const found of findSecrets(other.value, [AWS_SECRET])) all.push({ literal: other, found })
    }
  }
  return all
}

/** The string itself, and those beside it and just below its neighbours: `accessKeyId` and `secretAccessKey`. */
function stringsAround({ node }: StringLiteral): readonly StringLiteral[] {
  const holder = node.parent?.parent ?? node.parent ?? node
  const near = [holder, ...holder.children()].flatMap((each) => [each, ...each.children()])
  return [...new Set([node, ...near])].flatMap((each) =>
    each.string === undefined
      ? []
      : [{ concept: 'string', node: each, value: each.string, identity: 'string' } as const],
  )
}
