import { type Declaration, declaredAt, type Graph, mentionsOf, type Node, placeKey } from '@specward/core'
import type { Location } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { Sheets } from '../positions.ts'
import { mentionAt } from './definition.ts'
import { filesOf, Graphs } from './graphs.ts'
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
      const graphs = await new Graphs(desk, sights).reaching(filesOf(declared))
      const uses = usesOf(declared, graphs, sheets)
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

function usesOf(
  declared: readonly Node[],
  graphs: readonly Graph[],
  sheets: Sheets,
): readonly (Location | undefined)[] {
  const wanted = new Set(declared.map(placeKey))
  const files = filesOf(declared)
  const isWanted = (target: Node): boolean => files.has(target.file.uri) && wanted.has(placeKey(target))
  return graphs.flatMap((graph) =>
    mentionsOf(graph)
      .all.filter(({ targets }) => targets.some(isWanted))
      .map(({ node, part }) => locationOf(node, sheets, part)),
  )
}
