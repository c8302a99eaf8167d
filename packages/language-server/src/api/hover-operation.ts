import type { Exposure, ExposureField, SecurityAlternative } from '@specward/core'
import { exposureInShort } from './exposure-words.ts'
import type { Teller } from './hover-text.ts'
import { type Block, firstOf, joined, type Line, type Piece } from './words.ts'

const MOST_WAYS = 6
const MOST_TOGETHER = 4
const MOST_SERVERS = 6
const MOST_FIELDS = 12
const MOST_OPERATIONS = 20

/** Who may call an operation and why, over which servers, and which sensitive fields go in and out. */
export function operationBlocks(exposure: Exposure, teller: Teller): readonly Block[] {
  const { operation, changesData, takes, returns } = exposure
  const facts = [
    ...(exposure.kind === 'http' ? [] : [exposure.kind]),
    ...(changesData ? ['changes data'] : []),
    ...(operation.deprecated ? ['deprecated'] : []),
  ]
  const title: Line = [{ strong: [{ code: operation.label }] }, ...facts.map((fact) => ` · ${fact}`)]
  return [
    { line: title },
    { line: callersLine(exposure, teller) },
    ...waysBlocks(exposure, teller),
    ...intendedBlocks(exposure, teller),
    ...serverBlocks(exposure, teller),
    ...fieldBlocks('Sensitive data in', takes),
    ...fieldBlocks('Sensitive data out', returns),
  ]
}

/** Several operations, each in a line. */
export function operationsBlocks(name: string, exposures: readonly Exposure[]): readonly Block[] {
  const line = (exposure: Exposure): Line => [
    { code: exposure.operation.label },
    ': ',
    { said: exposureInShort(exposure) },
  ]
  return [{ line: [{ strong: [{ code: name }] }] }, { list: firstOf(exposures, MOST_OPERATIONS, line) }]
}

const WHO: Readonly<Record<Exposure['callers'], string>> = {
  anyone: 'Anyone',
  optional: 'Anyone, also without credentials,',
  authenticated: 'Only authenticated callers',
  unknown: 'Nobody can tell who',
}

/** Webhooks, callbacks and messages that are sent are not called: they reach somebody. */
function callersLine({ callers, because, operation, kind }: Exposure, teller: Teller): Line {
  const isOut = kind === 'webhook' || kind === 'callback'
  const verb = isOut ? 'send it' : kind === 'send' || kind === 'receive' ? 'take part' : 'call it'
  const { decidedBy, inherited } = operation.security
  const line = decidedBy && teller.lineOf(decidedBy)
  const decided: Line = line ? [' Decided at ', line, inherited ? ', above the operation.' : '.'] : []
  return [{ strong: [WHO[callers]] }, ` may ${verb}: `, { said: because }, '.', ...decided]
}

function waysBlocks({ operation: { security }, requires }: Exposure, teller: Teller): readonly Block[] {
  const ways = security.alternatives.map((alternative, index) => ({
    alternative,
    asked: requires[index] ?? [],
  }))
  if (ways.every(({ asked }) => asked.length === 0)) return []
  const heading = ways.length > 1 ? 'One of these is enough:' : 'It asks for:'
  return [{ line: [heading] }, { list: firstOf(ways, MOST_WAYS, (way) => wayLine(way, teller)) }]
}

function wayLine(
  { alternative, asked }: { alternative: SecurityAlternative; asked: readonly string[] },
  teller: Teller,
): Line {
  if (asked.length === 0) return ['nothing at all']
  const shown = asked.slice(0, MOST_TOGETHER)
  const lines = shown.map((text, index): Line => {
    const requirement = alternative.requirements[index]
    const declared = requirement?.scheme && teller.lineOf(requirement.scheme.node)
    const name: Line = requirement ? [{ code: requirement.name }, ': '] : []
    return [...name, { said: text }, ...(declared ? [' (', declared, ')'] : [])]
  })
  const more = asked.length - shown.length
  return joined(more > 0 ? [...lines, [`${more} more`]] : lines, ' and ')
}

function intendedBlocks({ intended }: Exposure, { policy }: Teller): readonly Block[] {
  if (!intended) return []
  const by: Line =
    intended.by === 'policy' ? ['the policy', ...(policy ? [' (', policy, ')'] : [])] : [ITSELF]
  return [{ line: ['Public on purpose, says ', ...by, ': ', { said: intended.reason }] }]
}

function serverBlocks({ servers, operation }: Exposure, teller: Teller): readonly Block[] {
  if (servers.length === 0) return [{ line: ['No server is described.'] }]
  const all = operation.servers.flatMap(({ expansions }) => expansions)
  const lines = firstOf(all, MOST_SERVERS, ({ url, transport, because, decidedBy }) => {
    const line = transport === 'tls' ? undefined : teller.lineOf(decidedBy)
    const reason: readonly Piece[] =
      transport === 'unknown' && because !== undefined ? [': ', { said: because }] : []
    return [{ code: url }, ` · ${TRANSPORTS[transport]}`, ...reason, ...(line ? [' (', line, ')'] : [])]
  })
  return [{ line: ['Over:'] }, { list: lines }]
}

const ITSELF = 'the description itself'

const TRANSPORTS = {
  tls: 'encrypted',
  plaintext: 'not encrypted',
  unknown: 'nobody can tell whether encrypted',
} as const

function fieldBlocks(title: string, fields: readonly ExposureField[]): readonly Block[] {
  if (fields.length === 0) return []
  const line = ({ name, kind, where }: ExposureField): Line => [
    { code: name },
    ` · ${kind} · `,
    { said: where },
  ]
  return [{ line: [`${title}:`] }, { list: firstOf(fields, MOST_FIELDS, line) }]
}
