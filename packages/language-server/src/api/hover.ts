import { declaredAt, kindName, type MentionKind, relativeName } from '@specward/core'
import type { Hover } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { mentionAt } from './definition.ts'
import { scopeBlocks, sensitiveBlocks, targetBlocks, undeclaredBlocks } from './hover-data.ts'
import { operationBlocks, operationsBlocks } from './hover-operation.ts'
import { schemeBlocks } from './hover-scheme.ts'
import { hoverOver, type Teller, tellerFor } from './hover-text.ts'
import { type Sight, sightsAt } from './sight.ts'
import type { Block } from './words.ts'

/** Descriptions of which a hover tells where they differ. */
const MOST_DESCRIPTIONS = 3

/** What an operation, a scheme, a reference or a sensitive field means for who may do what. */
export function hover(desk: Desk): Feature {
  return {
    hover: async (params, token) => {
      const sights = await sightsAt(desk, params, token)
      const told = sights.flatMap((sight) => {
        const blocks = blocksAt(sight, tellerFor(desk, sight.review, sight.sheets))
        return blocks.length > 0 ? [{ sight, blocks }] : []
      })
      return united(desk, told)
    },
  }
}

function blocksAt(sight: Sight, teller: Teller): readonly Block[] {
  const { place } = sight
  if (place.part === 'inside') return []
  for (const tell of [mentioned, declared, operation, sensitive]) {
    const blocks = tell(sight, teller)
    if (blocks.length > 0) return blocks
  }
  return []
}

/** A name of something that stands elsewhere. */
function mentioned(sight: Sight, teller: Teller): readonly Block[] {
  const { index, node } = sight
  const mention = mentionAt(sight)
  if (!mention) return []
  const { kind, targets } = mention
  const [target] = targets
  if (!target) return kind === 'scheme' ? undeclaredBlocks(node.key) : []
  if (kind === 'scope') return scopeBlocks(target, teller)
  const holder = node.key === '$ref' ? node.parent : node
  const shape = holder && index.graph.referenceAt(holder)?.shape
  return targetBlocks(target, shape ? kindName(shape.kind) : WORDS[kind], index, teller)
}

const WORDS: Readonly<Record<MentionKind, string>> = {
  reference: 'operation',
  scheme: 'security scheme',
  scope: 'scope',
  mapping: 'schema',
  operation: 'operation',
  tag: 'tag',
  server: 'server',
}

/** The key of a scheme or scope where it is declared. */
function declared({ index, node, place: { part } }: Sight, teller: Teller): readonly Block[] {
  const kind = part === 'inside' ? undefined : declaredAt(index.graph, node, part)?.kind
  if (kind === 'scope') return scopeBlocks(node, teller)
  const scheme = kind === 'scheme' ? index.schemeAt(node) : undefined
  return scheme ? schemeBlocks(node.key, scheme, teller) : []
}

/** A method, the id of an operation, a path or a channel. */
function operation({ index, node, place: { part } }: Sight, teller: Teller): readonly Block[] {
  const owner = part === 'key' ? node : node.key === 'operationId' ? node.parent : undefined
  if (!owner) return []
  const own = index.operationsAt(owner)
  const [only] = own
  if (only && own.length === 1) return operationBlocks(only, teller)
  if (only) return operationsBlocks(owner.key, own)
  const among = part === 'key' ? index.operationsIn(owner) : []
  return among.length > 0 ? operationsBlocks(owner.key, among) : []
}

/** The key of a property, or the name of a parameter, that holds something sensitive. */
function sensitive({ index, node, place: { part } }: Sight): readonly Block[] {
  if (part === 'key') {
    const property = index.propertyAt(node)
    return property?.sensitivity ? sensitiveBlocks(property.name, property.sensitivity, property.uses) : []
  }
  const parameter = node.key === 'name' && node.parent ? index.parameterAt(node.parent) : undefined
  const sensitivity = parameter?.fields.find(({ label }) => label === node.string)?.sensitivity
  if (!parameter || !sensitivity) return []
  const uses = parameter.operations.map((each) => ({ operation: each, direction: 'request' as const }))
  return sensitiveBlocks(parameter.name, sensitivity, uses)
}

/** One hover of what several descriptions that share the file make of a place, each with its name. */
function united(
  desk: Desk,
  told: readonly { readonly sight: Sight; readonly blocks: readonly Block[] }[],
): Hover | null {
  const [first] = told
  if (!first) return null
  const reviews = told.map(({ sight }) => sight.review)
  const texts = new Map<string, { readonly sight: Sight; readonly blocks: readonly Block[] }>()
  for (const each of told) texts.set(JSON.stringify(each.blocks), each)
  const distinct = [...texts.values()]
  const [only] = distinct
  if (only && distinct.length === 1) return hoverOver(desk, only.sight, only.blocks, reviews)
  const shown = distinct.slice(0, MOST_DESCRIPTIONS)
  const blocks = shown.flatMap(({ sight, blocks: own }): readonly Block[] => [
    { line: ['In ', { code: relativeName(desk.folderOf(sight.review.uri), sight.review.uri) }, ':'] },
    ...own,
  ])
  const more = distinct.length - shown.length
  const rest: readonly Block[] = more > 0 ? [{ line: [`And ${more} more descriptions reach this.`] }] : []
  return hoverOver(desk, first.sight, [...blocks, ...rest], reviews)
}
