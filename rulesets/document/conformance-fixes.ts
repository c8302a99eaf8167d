import type { At, Fix, Format, Node } from '@specward/core'
import { insert, rename, set } from '../edits.ts'

/** A departure from the specification. */
interface Departure {
  readonly at: At
  readonly discriminator: string
  /** The name that was probably meant. */
  readonly meant?: string | undefined
}

/** What mends a departure from the specification, where the specification leaves no choice or a name is known. */
export function conforming({ at, discriminator, meant }: Departure, format: Format): Fix | undefined {
  const node = 'node' in at ? at.node : at
  if (meant !== undefined) {
    if (node.parent?.child(meant)) return undefined
    return { title: `Rename to \`${meant}\``, kind: 'suggested', edits: [rename(node, meant)] }
  }
  if (format === 'oas2' && node.key === 'host' && node.path.length === 1 && discriminator === 'pattern')
    return partedHost(node)
  return requiredInPath(node)
}

/** What stands in a path is always there. */
function requiredInPath(node: Node): Fix | undefined {
  const parameter = node.key === 'required' && node.value === false ? node.parent : node
  if (!parameter?.isObject || parameter.child('in')?.value !== 'path') return undefined
  const flag = parameter.child('required')
  if (flag?.value === true || parameter.child('name')?.string === undefined) return undefined
  const edit = flag ? set(flag, true) : insert(parameter, 'required', true)
  return { title: 'Add `required: true`', kind: 'safe', edits: [edit] }
}

const URL_OF_HOST = /^(?:(https?|wss?):\/\/)?([^{}/ :\\?#]+(?::\d{1,5})?)(\/[^?#\s]*)?$/i

/** `https://api.acme.com/v1` as `host`, `schemes` and `basePath`. Safe where nothing else says otherwise. */
function partedHost(host: Node): Fix | undefined {
  const [, scheme, name, path = ''] = URL_OF_HOST.exec(host.string ?? '') ?? []
  const root = host.parent
  if (name === undefined || !root) return undefined
  const base = root.child('basePath')
  const way = path.replace(/\/$/, '')
  if (way !== '' && base && base.value !== '/' && base.value !== way) return undefined
  const edits = [set(host, name)]
  if (way !== '' && base?.value !== way) edits.push(base ? set(base, way) : insert(root, 'basePath', way))
  const schemes = root.child('schemes')
  const isSaid = scheme === undefined || (schemes?.isList === true && hasItem(schemes, scheme.toLowerCase()))
  const secure = scheme?.toLowerCase().replace(/^(?:http|ws)$/, '$&s')
  if (!isSaid && !schemes && secure !== undefined) edits.push(insert(root, 'schemes', [secure]))
  const isSame = isSaid || (!schemes && secure === scheme?.toLowerCase())
  return { title: `Write \`${name}\` as the host`, kind: isSame ? 'safe' : 'suggested', edits }
}

function hasItem(list: Node, text: string): boolean {
  return [...list.children()].some(({ value }) => value === text)
}
