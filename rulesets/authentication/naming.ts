import type { Operation, SecurityScheme } from '@specward/core'
import { counted, listed } from '../wording.ts'

/** How a message begins that is about a scheme; in AsyncAPI 3 one that stands in a list has no name. */
export function schemeWords({ name, node }: SecurityScheme): string {
  const owner = node.parent?.isList ? node.parent.parent : undefined
  if (!owner) return `\`${name}\``
  const kind = owner.parent?.key === 'servers' ? 'server' : 'operation'
  return `The \`${name}\` scheme of ${kind} \`${owner.key}\``
}

/** `GET /a` and `GET /b`; or "26 operations, such as `GET /a` and `GET /b`". */
export function operationsWords(operations: readonly Operation[]): string {
  const labels = operations.map(({ label }) => label)
  if (labels.length <= 3) return listed(labels)
  return `${counted(labels.length, 'operation')}, such as ${listed(labels.slice(0, 2))}`
}
