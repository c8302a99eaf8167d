import type { Exposure, Node, Property, SchemaUse, Sensitivity } from '@specward/core'
import type { ApiIndex } from './api-index.ts'
import { operationBlocks, operationsBlocks } from './hover-operation.ts'
import { schemeBlocks } from './hover-scheme.ts'
import type { Teller } from './hover-text.ts'
import { type Block, firstOf, type Line } from './words.ts'

const MOST_FIELDS = 12
const MOST_OPERATIONS = 8

/** What a name stands for: what kind of thing, where, what it is for, and what of it is sensitive. */
export function targetBlocks(target: Node, kind: string, index: ApiIndex, teller: Teller): readonly Block[] {
  const end = index.graph.resolve(target) ?? target
  const scheme = index.schemeAt(end)
  const name = nameOf(end, index)
  if (scheme) return schemeBlocks(name, scheme, teller)
  const operations = operationsOf(end, index)
  const [operation] = operations
  if (operation && operations.length === 1) return operationBlocks(operation, teller)
  if (operation) return operationsBlocks(name, operations)
  const line = teller.lineOf(end)
  const about = aboutOf(end)
  return [
    { line: [{ strong: [{ code: name }] }, ` · ${kind}`, ...formOf(end), ...(line ? [' · ', line] : [])] },
    ...(about === undefined ? [] : [{ line: [{ said: about }] }]),
    ...schemaBlocks(end, index),
  ]
}

function operationsOf(node: Node, index: ApiIndex): readonly Exposure[] {
  const own = index.operationsAt(node)
  return own.length > 0 ? own : index.operationsIn(node)
}

/** An item of a list has no name but the one that it gives itself. */
function nameOf(node: Node, { graph }: ApiIndex): string {
  const known = graph.nameOf(node)
  return /^\d+$/.test(known) ? (node.child('name')?.string ?? node.pointer) : known
}

/** Where a parameter travels, or which type a schema has. */
function formOf(node: Node): Line {
  const [name, place] = [node.child('name')?.string, node.child('in')?.string]
  if (name !== undefined && place !== undefined) return [' · ', { code: name }, ' in ', { said: place }]
  const type = node.child('type')?.string
  return type === undefined ? [] : [' · ', { said: type }]
}

/** What it says of itself. */
function aboutOf(node: Node): string | undefined {
  for (const key of ['title', 'summary', 'description']) {
    const text = node.child(key)?.string
    if (text !== undefined && text.trim() !== '') return text
  }
  return undefined
}

function schemaBlocks(node: Node, index: ApiIndex): readonly Block[] {
  const schema = index.schemaAt(node)
  if (!schema) return []
  const sensitive = schema.properties.filter(({ sensitivity }) => sensitivity)
  const fields: readonly Block[] =
    sensitive.length === 0
      ? []
      : [{ line: ['Sensitive fields:'] }, { list: firstOf(sensitive, MOST_FIELDS, fieldLine) }]
  return [...fields, ...useBlocks(schema.uses)]
}

function fieldLine({ name, sensitivity }: Property): Line {
  return [{ code: name }, ` · ${sensitivity?.dataClass ?? ''}`]
}

/** Why a name is held for sensitive, and which operations take and give it. */
export function sensitiveBlocks(
  name: string,
  sensitivity: Sensitivity,
  uses: readonly SchemaUse[],
): readonly Block[] {
  const { dataClass, confidence } = sensitivity
  return [
    {
      line: [
        { strong: [{ code: name }] },
        ` · sensitive: ${dataClass}${confidence === 'certain' ? '' : ', perhaps'}`,
      ],
    },
    { line: because(sensitivity) },
    ...useBlocks(uses),
  ]
}

function because({ by, term }: Sensitivity): Line {
  const what: Line = [{ said: term }, '.']
  if (by === 'name') return ['Recognised by its name: ', ...what]
  if (by === 'format') return ['Recognised by its format: ', ...what]
  if (by === 'annotation') return ['Marked by an extension: ', ...what]
  return ['Listed by the policy under ', { code: 'sensitiveNames' }, ': ', ...what]
}

function useBlocks(uses: readonly SchemaUse[]): readonly Block[] {
  if (uses.length === 0) return [{ line: ['No operation takes it or gives it out.'] }]
  return (['request', 'response'] as const).flatMap((direction) => {
    const those = uses.filter((use) => use.direction === direction)
    if (those.length === 0) return []
    const title = direction === 'request' ? 'Goes in with' : 'Goes out with'
    const number = those.length === 1 ? 'one operation' : `${those.length} operations`
    return [
      { line: [`${title} ${number}:`] },
      { list: firstOf(those, MOST_OPERATIONS, ({ operation: { label } }) => [{ code: label }]) },
    ]
  })
}

/** What a flow says of a scope. */
export function scopeBlocks(scope: Node, teller: Teller): readonly Block[] {
  const line = teller.lineOf(scope)
  const about = scope.string
  return [
    { line: [{ strong: [{ code: scope.key }] }, ' · scope', ...(line ? [' · ', line] : [])] },
    ...(about ? [{ line: [{ said: about }] }] : []),
  ]
}

export function undeclaredBlocks(name: string): readonly Block[] {
  return [{ line: [{ strong: [{ code: name }] }, ' · no security scheme of this name is declared.'] }]
}
