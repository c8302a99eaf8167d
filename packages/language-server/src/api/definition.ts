import { declaredAt } from '@specward/core'
import type { Location } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { distinctLocations, locationOf, type Sight, sightsAt } from './sight.ts'

/**
 * From a name to what it stands for: `$ref`, schemes, scopes, discriminator mappings, links, tags and servers. What is
 * declared leads to itself, so that editors offer its references.
 */
export function definition(desk: Desk): Feature {
  return {
    definition: async (params, token) => {
      const sights = await sightsAt(desk, params, token)
      const locations = distinctLocations(sights.flatMap(definitionsAt))
      return locations.length > 0 ? locations : null
    },
  }
}

function definitionsAt(sight: Sight): readonly (Location | undefined)[] {
  const { index, node, place } = sight
  const declared = place.part === 'inside' ? undefined : declaredAt(index.graph, node, place.part)
  return (mentionAt(sight)?.targets ?? declared?.nodes ?? []).map((target) =>
    locationOf(target, sight.sheets),
  )
}

/** The mention at a position; the word `$ref` belongs to what stands behind it. */
export function mentionAt({ index: { mentions }, node, place: { part } }: Sight) {
  if (part === 'inside') return undefined
  return (
    mentions.at(node, part) ?? (part === 'key' && isUriKey(node.key) ? mentions.at(node, 'value') : undefined)
  )
}

function isUriKey(key: string): boolean {
  return key === '$ref' || key === 'operationRef'
}
