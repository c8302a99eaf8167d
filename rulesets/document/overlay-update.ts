import { type Node, reachOf, splitUrl } from '@specward/core'
import { authenticationOff } from '../authentication/gateway-flags.ts'
import { inText } from '../wording.ts'
import type { Segment } from './json-path.ts'
import { itemsOf, type Spot, spotsAt, spotsUnder } from './target.ts'

/** Something in an update that leaves an API less protected than it was. */
export interface Weakening {
  readonly node: Node
  /** What it does, for a message: "sets `security` to `[]`, which lets anybody in". */
  readonly what: string
}

interface Step {
  readonly node: Node
  readonly spots: readonly Spot[]
}

/** Where probes of a platform ask whether an API is there; they bring no credentials. */
const PROBE = /\/(?:health(?:z|check)?|live(?:z|ness)?|ready(?:z)?|readiness|ping|status|version)$/i

/** What an update of that to which a path leads makes weaker. */
export function weakeningsIn(segments: readonly Segment[], update: Node): readonly Weakening[] {
  const found: Weakening[] = []
  const targets = spotsAt(segments)
  const isProbe = segments.some(({ selectors }) =>
    selectors.every((each) => each.takes === 'name' && PROBE.test(each.name)),
  )
  const items = update.isList ? [] : itemsOf(targets)
  const first = weakensList(update, targets)
  if (first) found.push(first)
  const stack: Step[] = [{ node: update, spots: [...targets, ...items] }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, spots } = next
    const children: Step[] = []
    for (const child of node.children()) {
      const below = node.isList ? itemsOf(spots) : spotsUnder(spots, child.key)
      if (below.length === 0) continue
      if (isProbe && child.key === 'security') continue
      const what = node.isList ? undefined : weakens(child, below, node === update)
      if (what !== undefined) found.push({ node: child, what })
      else children.push({ node: child, spots: below })
    }
    for (const child of children.reverse()) stack.push(child)
  }
  return found
}

/** What is put into a list as one more item (Overlay 1.0.0, Action Object). */
function weakensList(update: Node, targets: readonly Spot[]): Weakening | undefined {
  const isRequirements = targets.some(
    ({ shape }) => shape?.kind === 'securityRequirement' && shape.form === 'list',
  )
  if (!isRequirements) return undefined
  const items = update.isList ? [...update.children()] : [update]
  const anonymous = items.find(isAnonymous)
  return anonymous && { node: anonymous, what: 'adds `{}` to `security`, which lets anybody in' }
}

function isAnonymous(node: Node): boolean {
  return node.isObject && Object.keys(node.value as object).length === 0
}

function weakens(node: Node, spots: readonly Spot[], isAtTarget: boolean): string | undefined {
  for (const spot of spots) {
    const what = security(node, spot) ?? server(node, spot) ?? scheme(node, spot, isAtTarget)
    if (what !== undefined) return what
    const looser = isAtTarget ? constraint(node, spot) : undefined
    if (looser !== undefined) return looser
  }
  const flag = node.key.startsWith('x-') ? authenticationOff(node) : undefined
  return flag && `switches authentication off: ${flag}`
}

function security(node: Node, { owner, field, shape, isInside }: Spot): string | undefined {
  if (isInside) return undefined
  if (field !== 'security' || (owner !== 'document' && shape?.kind !== 'securityRequirement'))
    return undefined
  if (!node.isList) return undefined
  // a whole operation is a new one
  if (owner === 'operation' && node.parent?.child('responses') && node.parent.key !== 'update')
    return undefined
  const items = [...node.children()]
  if (items.length === 0)
    return 'sets `security` to `[]`, which lets anybody in where nothing else is asked for'
  return items.some(isAnonymous) ? 'adds `{}` to `security`, which lets anybody in' : undefined
}

function server(node: Node, { owner, field }: Spot): string | undefined {
  if (owner === 'server' && field === 'url' && isPlaintext(node.string))
    return `adds the server \`${node.string}\`, whose traffic anybody on the way can read`
  const isSchemes = field === 'schemes' && (owner === 'document' || owner === 'operation')
  if (
    isSchemes &&
    node.isList &&
    [...node.children()].some(({ value }) => value === 'http' || value === 'ws')
  )
    return 'offers the API without TLS'
  return undefined
}

function isPlaintext(url: string | undefined): boolean {
  if (url === undefined || !/^(?:http|ws):/i.test(url)) return false
  const reach = reachOf(splitUrl(url).host)
  return reach !== 'loopback' && reach !== 'private'
}

function scheme(node: Node, { owner, field }: Spot, isAtTarget: boolean): string | undefined {
  if (owner !== 'securityScheme') return undefined
  if (/Url$/.test(node.key) && isPlaintext(node.string))
    return `sets \`${node.key}\` to an address without TLS`
  if (!isAtTarget) return undefined
  if (field === 'in' && node.value === 'query') return 'moves a credential into the query string'
  const isBasic = node.string?.toLowerCase() === 'basic' && (field === 'scheme' || field === 'type')
  return isBasic ? 'changes a security scheme to Basic authentication' : undefined
}

function constraint(node: Node, { owner, field, isReturned, isInside }: Spot): string | undefined {
  if (isReturned || isInside || field === undefined) return undefined
  const { value } = node
  if (field === 'required' && value === false) {
    if (owner === 'requestBody') return 'lets callers leave the body out'
    return owner === 'parameter' ? 'lets callers leave the parameter out' : undefined
  }
  if (owner !== 'schema') return undefined
  if (field === 'additionalProperties' || field === 'unevaluatedProperties') {
    const isOpen = value === true || isAnonymous(node)
    return isOpen ? `opens the schema to names that nobody has listed: \`${field}\`` : undefined
  }
  if (field === 'readOnly' && value === false) return 'lets callers set what was `readOnly`'
  const isAnything = field === 'pattern' && /^\^?(?:\.[*+]|\[\\s\\S\][*+])?\$?$/.test(inText(value))
  return isAnything ? 'sets a `pattern` that lets everything through' : undefined
}
