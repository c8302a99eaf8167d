import { describesApi, type Node, visible } from '@specward/core'
import { type DocumentSymbol, type Position, type Range, SymbolKind } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { exposureInShort } from './exposure-words.ts'
import { type View, viewsOf } from './sight.ts'

/** The outline of a description: servers, operations by their paths, channels, components; of a fragment its keys. */
export function symbols(desk: Desk): Feature {
  return {
    symbols: async ({ textDocument: { uri } }, token) => {
      const [view] = await viewsOf(desk, uri, token)
      const root = view?.index.rootOf(view.sheet.file.uri)
      if (!view || !root) return null
      const { graph } = view.index
      const isDescription = root === graph.root && describesApi(graph.format)
      return childrenOf(root, (child) => (isDescription ? section(child, view) : entry(child, view, true)))
    },
  }
}

type Outline = (node: Node) => DocumentSymbol | undefined

const KINDS: Readonly<Record<string, SymbolKind>> = {
  servers: SymbolKind.Package,
  tags: SymbolKind.String,
  schemas: SymbolKind.Class,
  definitions: SymbolKind.Class,
  messages: SymbolKind.Struct,
  channels: SymbolKind.Event,
  parameters: SymbolKind.Variable,
  headers: SymbolKind.Variable,
  securitySchemes: SymbolKind.Key,
  securityDefinitions: SymbolKind.Key,
  responses: SymbolKind.Interface,
  requestBodies: SymbolKind.Interface,
}

/** Sections at the root whose entries have names. */
const NAMED = new Set([
  ...['servers', 'tags', 'definitions', 'parameters', 'responses', 'securityDefinitions', 'operations'],
])

/** A key at the root of a description. */
function section(node: Node, view: View): DocumentSymbol | undefined {
  const { key } = node
  if (key === 'paths' || key === 'webhooks' || key === 'channels')
    return symbol(
      node,
      view,
      SymbolKind.Module,
      '',
      childrenOf(node, (child) => item(child, view)),
    )
  if (key === 'components')
    return symbol(
      node,
      view,
      SymbolKind.Module,
      '',
      childrenOf(node, (child) => named(child, view)),
    )
  if (NAMED.has(key)) return named(node, view)
  const detail = key === 'info' ? node.child('title')?.string : node.string
  return symbol(node, view, SymbolKind.Property, detail ?? '', [])
}

/** A section whose entries have names. */
function named(node: Node, view: View): DocumentSymbol | undefined {
  const kind = KINDS[node.key] ?? SymbolKind.Object
  const outline: Outline = (child) =>
    operation(child, view) ?? symbol(child, view, kind, detailOf(child, nameOf(child)), [], nameOf(child))
  return symbol(node, view, SymbolKind.Module, '', childrenOf(node, outline))
}

/** A path or channel with its operations and, in AsyncAPI 3, its messages. */
function item(node: Node, view: View): DocumentSymbol | undefined {
  const inner: Outline = (child) => {
    if (child.key === 'additionalOperations') {
      return symbol(
        child,
        view,
        SymbolKind.Module,
        '',
        childrenOf(child, (each) => operation(each, view)),
      )
    }
    return child.key === 'messages' ? named(child, view) : operation(child, view)
  }
  return symbol(node, view, SymbolKind.Namespace, detailOf(node), childrenOf(node, inner))
}

function operation(node: Node, view: View): DocumentSymbol | undefined {
  const [exposure] = view.index.operationsAt(node)
  if (!exposure) return undefined
  const { method, kind } = exposure.operation
  const name = kind === 'message' ? node.key : method.toUpperCase()
  return symbol(node, view, SymbolKind.Method, exposureInShort(exposure), [], name)
}

/** A key of a fragment, with those below it. */
function entry(node: Node, view: View, withChildren: boolean): DocumentSymbol | undefined {
  if (node.parent?.isList) return undefined
  const own = operation(node, view)
  if (own) return own
  const below = withChildren ? childrenOf(node, (child) => entry(child, view, false)) : []
  const kind = node.isObject ? SymbolKind.Object : node.isList ? SymbolKind.Array : SymbolKind.Property
  return symbol(node, view, kind, detailOf(node), below)
}

function childrenOf(node: Node, outline: Outline): DocumentSymbol[] {
  return [...node.children()].flatMap((child) => outline(child) ?? [])
}

function symbol(
  node: Node,
  { sheet, review }: View,
  kind: SymbolKind,
  detail: string,
  children: DocumentSymbol[],
  name: string = node.key,
): DocumentSymbol | undefined {
  const { span } = node
  if (!span || node.file !== sheet.file) return undefined
  const selectionRange = sheet.rangeOf(span.key ?? span.value)
  const { start } = span.key ?? span.value
  const range = sheet.rangeOf({ start, end: Math.max(span.value.end, span.key?.end ?? 0) })
  if (!range || !selectionRange || span.value.end < start) return undefined
  const told = review.result.withoutSecrets(detail)
  return {
    name: oneLine(name) || '""',
    detail: oneLine(told),
    kind,
    range,
    selectionRange,
    // what a merge key brings stands elsewhere
    children: children.filter((child) => isWithin(child.range, range)),
  }
}

function isWithin(inner: Range, outer: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end)
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character)
}

/** A list item has no key: what it calls itself. */
function nameOf(node: Node): string {
  if (!node.parent?.isList) return node.key
  return node.child('name')?.string ?? node.child('url')?.string ?? node.key
}

/** What else is worth knowing at a glance. */
function detailOf(node: Node, name: string = node.key): string {
  const told = ['type', 'url', 'address', 'summary', 'title'].flatMap((key) => node.child(key)?.string ?? [])
  return told.find((text) => text !== name) ?? node.child('$ref')?.string ?? ''
}

const LONGEST = 120

function oneLine(text: string): string {
  const line = visible(text.slice(0, LONGEST + 1))
  return text.length > LONGEST ? `${line.slice(0, -1)}…` : line
}
