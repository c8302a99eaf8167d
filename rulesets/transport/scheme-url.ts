import type { SchemeUrl } from '@specward/core'

/** `clientCredentials.tokenUrl`, or the field alone where the scheme itself holds it. */
export function nameOf({ field, node }: SchemeUrl): string {
  const flow = node.parent
  return flow?.parent?.key === 'flows' ? `${flow.key}.${field}` : field
}
