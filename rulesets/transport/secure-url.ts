import type { Fix, FixEdit, Node, ServerExpansion } from '@specward/core'

/** The same URL or URL scheme over TLS; undefined when it is none that has a secure twin. */
export function securedUrl(text: string): string | undefined {
  const secured = text.replace(/^(?:http|ws)(?=:|$)/i, (scheme) => `${scheme.toLowerCase()}s`)
  return secured === text ? undefined : secured
}

/** Makes a server use TLS: by its secure twin where the document offers one already, else by changing the scheme. */
export function secureServer(expansion: ServerExpansion): Fix | undefined {
  const { decidedBy, port, server } = expansion
  const secured = decidedBy.string === undefined ? undefined : securedUrl(decidedBy.string)
  if (secured === undefined) return undefined
  const edits = editsFor(decidedBy, secured, server.node)
  // a port that stands there for plaintext seldom speaks TLS as well
  return { title: `Use \`${secured}\``, kind: port === '' ? 'safe' : 'suggested', edits }
}

/** The same for servers that operations name alike, each for itself. */
export function secureServers(alike: readonly ServerExpansion[]): Fix | undefined {
  const fixes = alike.flatMap((each) => secureServer(each) ?? [])
  const [first] = fixes
  return first && { ...first, edits: fixes.flatMap(({ edits }) => edits) }
}

function editsFor(line: Node, secured: string, server: Node): readonly FixEdit[] {
  if (line.key === 'url') return isOffered(server, secured) ? [remove(server)] : [set(line, secured)]
  const list = line.parent?.isList ? line.parent : undefined
  const change = list && hasItem(list, secured) ? remove(line) : set(line, secured)
  const fallback = list?.key === 'enum' ? list.parent?.child('default') : undefined
  return fallback && fallback.value === line.value ? [change, set(fallback, secured)] : [change]
}

/** Whether the list of servers holds the secure URL already. */
function isOffered(server: Node, url: string): boolean {
  return [...(server.parent?.children() ?? [])].some((other) => other.child('url')?.value === url)
}

function hasItem(list: Node, text: string): boolean {
  return [...list.children()].some((item) => item.string?.toLowerCase() === text)
}

function set(node: Node, value: string): FixEdit {
  return { node, edit: { op: 'set', path: node.path, value } }
}

function remove(node: Node): FixEdit {
  return { node, edit: { op: 'remove', path: node.path } }
}
