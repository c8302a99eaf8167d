import { type Model, type Node, splitUrl } from '@specward/core'
import { candidatesIn } from './candidates.ts'
import { isPlaceholderPassword } from './placeholders.ts'
import { placeOfValue } from './value-place.ts'

/** User information of every URL in a text (RFC 3986, section 3.2.1). */
const USERINFO = /\/\/([^\s/@?#"'`<>\\]{1,200})@(?=[^\s/@"'`<>])/g

/** Keys whose URLs are called or followed by whoever works with the description. */
const FOLLOWED =
  /^(?:\$ref|url|host|termsOfService|externalValue|operationRef|extends|(?:token|authorization|refresh|openIdConnect|deviceAuthorization|oauth2Metadata)Url)$/

/** Keys below which stands data, which nobody calls. */
const DATA = /^(?:examples?|default|enum|const|value|x-.*)$/

/** `in-force`: a default or a constant; `example`: there to be read, as prose is. */
export type Place = 'server' | 'followed' | 'in-force' | 'example'

/** User information in a URL. */
export interface Userinfo {
  readonly node: Node
  readonly value: string
  readonly userinfo: string
  readonly place: Place
  /** Whether the password is none of those that everybody writes into examples. */
  readonly isReal: boolean
}

const known = new WeakMap<Model, readonly Userinfo[]>()

/** All of it; looked for once. */
export function userinfoIn(model: Model): readonly Userinfo[] {
  let found = known.get(model)
  if (!found) {
    found = look(model)
    known.set(model, found)
  }
  return found
}

function look(model: Model): readonly Userinfo[] {
  const found: Userinfo[] = []
  const add = (node: Node, value: string, userinfo: string, place: Place) =>
    found.push({ node, value, userinfo, place, isReal: !isPlaceholderPassword(passwordOf(userinfo)) })
  const servers = new Set<Node>()
  for (const { server } of model.select('server')) {
    const node = urlOf(server.node) ?? urlOf(model.document.node)
    const value = node?.string
    if (!node || value === undefined || servers.has(node)) continue
    servers.add(node)
    const { userinfo } = splitUrl(value, true)
    if (userinfo !== '') add(node, value, userinfo, 'server')
  }
  for (const { node, value } of candidatesIn(model)) {
    if (servers.has(node)) continue
    for (const [, userinfo = ''] of value.matchAll(USERINFO)) {
      if (userinfo.includes(':')) add(node, value, userinfo, placeFor(node))
    }
  }
  return found
}

function urlOf(server: Node): Node | undefined {
  return server.child('url') ?? server.child('host')
}

function placeFor(node: Node): Place {
  if (isFollowed(node)) return 'followed'
  return placeOfValue(node)?.standing ?? 'example'
}

/** True for the URL of a server, an authorization server, a document: whoever works with the description calls it. */
export function isFollowed(node: Node): boolean {
  if (!FOLLOWED.test(node.key)) return false
  for (let up = node.parent; up; up = up.parent) {
    // a property may have the name of a keyword
    if (DATA.test(up.key) || up.key === 'properties') return false
  }
  return true
}

export function passwordOf(userinfo: string): string {
  const colon = userinfo.indexOf(':')
  return colon < 0 ? '' : userinfo.slice(colon + 1)
}

/** `doadmin:…@`: as much as a message may show. */
export function shownOf({ userinfo }: Userinfo): string {
  return `\`${userinfo.split(':', 1)[0]}:…@\``
}
