import { type Declaration, declaredAt, type Node, placeKey } from '@specward/core'
import type { Location } from 'vscode-languageserver'
import type { Desk, Review } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { Sheets } from '../positions.ts'
import { indexOf } from './api-index.ts'
import { mentionAt } from './definition.ts'
import { distinctLocations, locationOf, type Sight, sightsAt } from './sight.ts'

/** Every place that names a scheme, a scope, a component, an operation, a tag or a server, in all descriptions. */
export function references(desk: Desk): Feature {
  return {
    references: async (params, token) => {
      const sights = await sightsAt(desk, params, token)
      const declared = declarationsAt(sights)
      if (declared.length === 0) return null
      const sheets = new Sheets(desk)
      const own = params.context.includeDeclaration ? declared.map((node) => locationOf(node, sheets)) : []
      const uses = usesOf(declared, reviewsWith(desk, sights), sheets)
      return distinctLocations([...own, ...uses])
    },
  }
}

/** What the name at a position stands for: declared there, or mentioned. */
export function declarationsAt(sights: readonly Sight[]): readonly Node[] {
  return sights.flatMap((sight) => {
    const declared = declarationAt(sight)
    if (declared) return declared.nodes
    const mention = mentionAt(sight)
    return mention ? mention.targets : isTarget(sight) ? [sight.node] : []
  })
}

/** What is declared at a position. */
export function declarationAt({ index: { graph }, node, place: { part } }: Sight): Declaration | undefined {
  return part === 'inside' ? undefined : declaredAt(graph, node, part)
}

/** True for a key that no section of components holds, and that a reference leads to all the same. */
function isTarget({ index: { mentions }, node, place: { part } }: Sight): boolean {
  if (part !== 'key') return false
  return mentions.all.some(({ targets }) => targets.includes(node))
}

/** The reviews of the workspace, and those that a file was seen in. */
export function reviewsWith(desk: Desk, sights: readonly Sight[]): readonly Review[] {
  return [...new Set([...sights.map(({ review }) => review), ...desk.kept])]
}

function usesOf(
  declared: readonly Node[],
  reviews: readonly Review[],
  sheets: Sheets,
): readonly (Location | undefined)[] {
  const wanted = new Set(declared.map(placeKey))
  const files = new Set(declared.map(({ file }) => file.uri))
  return reviews.flatMap((review) =>
    (indexOf(review)?.mentions.all ?? [])
      .filter(({ targets }) =>
        targets.some((target) => files.has(target.file.uri) && wanted.has(placeKey(target))),
      )
      .map(({ node, part }) => locationOf(node, sheets, part)),
  )
}
