import type { Node } from '../source/node.ts'
import type { Bindings } from './concepts.ts'
import type { ModelContext } from './context.ts'
import type { View } from './view.ts'

export const NO_BINDINGS: Bindings = new Map()

/** `bindings` of a thing and its traits, by protocol; what stands in an earlier layer wins. References are followed. */
export function readBindings(context: ModelContext, layers: readonly View[]): Bindings {
  const bindings = new Map<string, Node>()
  for (const layer of layers) {
    for (const entry of context.view(layer.get('bindings'))?.entries() ?? []) {
      const protocol = entry.key.toLowerCase()
      const binding = context.view(entry)?.node
      if (binding && !protocol.startsWith('x-') && !bindings.has(protocol)) bindings.set(protocol, binding)
    }
  }
  return bindings
}
