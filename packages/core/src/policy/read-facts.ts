import type { Node } from '../source/node.ts'
import { type Checker, quote } from './checker.ts'
import { originOf } from './origin.ts'
import type { FactStatement, PublicOperation, Scope } from './statements.ts'
import {
  type FactName,
  fits,
  GATEWAY_DUTIES,
  OPERATION_PATTERN,
  operationFault,
  REF_HOST_PATTERN,
  WILD_HOST_PATTERN,
} from './words.ts'

const KEYS = [
  'publicOperations',
  'allowedHosts',
  'allowedIssuers',
  'sensitiveNames',
  'adminWords',
  'gateway',
  'publicInDescription',
] as const

const CLASSES = ['credential', 'personal', 'financial'] as const

/** Reads `policy:`, what the organisation knows and a description cannot say. */
export function readFacts(
  check: Checker,
  node: Node | undefined,
  scope?: Scope | undefined,
): readonly FactStatement[] {
  const entries = node && check.entries(node, '`policy`', KEYS)
  if (!entries) return []
  const said = (fact: FactName, read: readonly Read[]): readonly FactStatement[] =>
    read.map(({ at, value }) => ({ kind: 'fact', fact, value, scope, origin: originOf(check.file, at) }))
  const names = entries.sensitiveNames && check.entries(entries.sensitiveNames, '`sensitiveNames`', CLASSES)
  return [
    ...said('publicOperations', readPublicOperations(check, entries.publicOperations)),
    ...said('allowedHosts', readHosts(check, entries.allowedHosts, WILD_HOST_PATTERN)),
    ...said('allowedIssuers', readHosts(check, entries.allowedIssuers, WILD_HOST_PATTERN)),
    ...CLASSES.flatMap((each) => said(`sensitiveNames.${each}`, readWords(check, names?.[each], 'A name'))),
    ...said('adminWords', readWords(check, entries.adminWords, 'A word')),
    ...readGateway(check, entries.gateway).flatMap(({ duty, read }) => said(`gateway.${duty}`, [read])),
    ...said('publicInDescription', readSwitch(check, entries.publicInDescription)),
  ]
}

interface Read<Value = string | boolean | PublicOperation> {
  readonly at: Node
  readonly value: Value
}

function readPublicOperations(check: Checker, node: Node | undefined): readonly Read[] {
  if (!node) return []
  const found: Read[] = []
  for (const item of check.items(node, '`publicOperations`')) {
    const name = 'A public operation'
    const keys = ['operation', 'reason'] as const
    const entries = check.entries(item, name, keys, keys)
    const operation = entries?.operation && check.text(entries.operation, '`operation`')
    const reason = entries?.reason && check.text(entries.reason, '`reason`')
    if (operation !== undefined && entries?.operation && !fits(OPERATION_PATTERN, operation)) {
      const advice = 'name the operations, such as `POST /login` or `GET /public/*`.'
      const fault = operationFault(operation, 'would declare every operation public, or nearly all')
      check.fail(entries.operation, `${quote(operation)} ${fault}; ${advice}`)
    } else if (operation !== undefined && reason !== undefined) {
      found.push({ at: item, value: { operation, reason } })
    }
  }
  return found
}

/** Reads a list of host names, in lower case. */
export function readHosts(
  check: Checker,
  node: Node | undefined,
  pattern: string,
): readonly { readonly at: Node; readonly value: string }[] {
  if (!node) return []
  const hosts: Read<string>[] = []
  for (const item of check.items(node, `\`${node.key}\``)) {
    const host = check.text(item, 'A host')
    if (host === undefined) continue
    if (fits(pattern, host)) hosts.push({ at: item, value: host.toLowerCase() })
    else check.fail(item, `${quote(host)} is not a host name${hostAdvice(host, pattern)}`)
  }
  return hosts
}

function hostAdvice(host: string, pattern: string): string {
  if (fits(WILD_HOST_PATTERN, host))
    return ' that can be looked up; `*` cannot be used here, so list each host.'
  const takesPort = pattern === REF_HOST_PATTERN
  const bare = host
    .replace(/^[a-z][a-z0-9+.-]*:\/\//iu, '')
    .replace(takesPort ? /[/?#].*$/su : /[/?#:].*$/su, '')
  if (fits(pattern, bare))
    return `: write \`${bare}\`, without protocol${takesPort ? '' : ', port'} and path.`
  const wild = takesPort ? '' : ', or `*.example.com` for its sub-domains'
  return `: write it like \`api.example.com\`${wild}.`
}

function readWords(check: Checker, node: Node | undefined, name: string): readonly Read[] {
  const items = node ? check.items(node, `\`${node.key}\``) : []
  return items.flatMap((at) => {
    const value = check.text(at, name)
    return value === undefined ? [] : [{ at, value }]
  })
}

interface GatewayRead {
  readonly duty: (typeof GATEWAY_DUTIES)[number]
  readonly read: Read
}

/** What a gateway is said to do, each with who does it and how that is known: `true` alone says neither. */
function readGateway(check: Checker, node: Node | undefined): readonly GatewayRead[] {
  const entries = (node && check.entries(node, '`gateway`', GATEWAY_DUTIES)) ?? {}
  return GATEWAY_DUTIES.flatMap((duty) => {
    const at = entries[duty]
    if (!at) return []
    if (typeof at.value === 'boolean') {
      const name = `\`gateway.${duty}\``
      const example = 'such as "Kong checks tokens on every route; see the platform handbook"'
      const advice = at.value
        ? `needs the reason, not \`true\`: say who does it and how that is known, ${example}.`
        : 'is `false`; leave it out where no gateway does it.'
      check.fail(at, `${name} ${advice}`)
      return []
    }
    const value = check.text(at, `\`gateway.${duty}\``)
    return value === undefined ? [] : [{ duty, read: { at, value } }]
  })
}

function readSwitch(check: Checker, node: Node | undefined): readonly Read[] {
  if (!node) return []
  if (typeof node.value === 'boolean') return [{ at: node, value: node.value }]
  check.wrongType(node, `\`${node.key}\``, '`true` or `false`')
  return []
}
