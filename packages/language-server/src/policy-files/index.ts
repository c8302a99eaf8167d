import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { policyCompletion } from './completion.ts'
import { policyDefinition } from './definition.ts'
import { policyHover } from './hover.ts'
import { remarkCompletion, remarkHover } from './remarks.ts'

/** Help in the files that a policy consists of, and with what descriptions say about it. */
export function policyFiles(desk: Desk): Feature {
  return {
    capabilities: { completionProvider: { triggerCharacters: [' '] } },
    hover: async (params) => (await policyHover(desk, params)) ?? (await remarkHover(desk, params)) ?? null,
    completion: async (params) =>
      (await policyCompletion(desk, params)) ?? (await remarkCompletion(desk, params)) ?? null,
    definition: async (params) => (await policyDefinition(desk, params)) ?? null,
  }
}
