import { createHash } from 'node:crypto'
import type { Host } from '../host.ts'
import { memoryHost } from '../resolve/graph.test-kit.ts'
import { type FindPolicyOptions, findPolicy } from './find.ts'
import type { Policy } from './policy.ts'
import { defineRule, type Registry, type Rule } from './rule.ts'

export const ROOT = 'file:///project/'

function rule(id: string, options: Rule['options'] = {}): Rule {
  return defineRule({
    id,
    title: `${id} is broken.`,
    why: 'It matters.',
    fix: 'Mend it.',
    presets: {},
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    options,
    check() {},
    examples: { bad: [], good: [] },
  })
}

const LIMIT = { type: 'integer', default: 10, minimum: 1, description: 'Limit.' } as const

/** `no-a` is an error, `no-b` a warning; `require-limit` is in the preset `strict` alone. */
export const REGISTRY: Registry = {
  rules: [
    { rule: rule('no-a'), category: 'authentication' },
    { rule: rule('no-b'), category: 'transport' },
    { rule: rule('require-limit', { limit: LIMIT }), category: 'limits' },
  ],
  presets: [
    { name: 'recommended', rules: { 'no-a': 'error', 'no-b': 'warn' } },
    { name: 'strict', rules: { 'no-a': 'error', 'no-b': 'error', 'require-limit': 'warn' } },
  ],
}

export type Files = Readonly<Record<string, string>>

export interface Asked extends Partial<FindPolicyOptions> {
  /** Name of the document; by default one beside the configuration. */
  readonly document?: string
  readonly host?: Host
}

function find(files: Files, { document = 'openapi.yaml', ...more }: Asked) {
  const host = { ...memoryHost(files), sha256: (text: string | Uint8Array) => hash(text) }
  return findPolicy(ROOT + document, { host, root: ROOT, registry: REGISTRY, version: '1', ...more })
}

/** The policy of a document under configurations by name. */
export async function policyOf(files: Files, asked: Asked = {}): Promise<Policy> {
  const found = await find(files, asked)
  if ('errors' in found) throw new Error(JSON.stringify(found.errors, null, 2))
  return found.policy
}

/** Errors as `name:line:column message`. */
export async function errorsOf(files: Files, asked: Asked = {}): Promise<readonly string[]> {
  const found = await find(files, asked)
  const errors = 'errors' in found ? found.errors : []
  return errors.map(({ uri, line, column, message }) => {
    if (uri === undefined) return message
    return line === undefined ? `${uri} ${message}` : `${uri.slice(ROOT.length)}:${line}:${column} ${message}`
  })
}

/** Severities of the rules that are on. */
export function levels(policy: Policy): Readonly<Record<string, string>> {
  return Object.fromEntries(policy.rules.map((active) => [active.rule.id, active.severity]))
}

/** Options of a rule that is on. */
export function optionsOf(policy: Policy, id: string): unknown {
  return policy.rules.find((active) => active.rule.id === id)?.options
}

/** Names of the sources of a policy. */
export function sources(policy: Policy): readonly string[] {
  return policy.sources.map((name) => name.replace(ROOT, ''))
}

/** Notices as `severity code name:line`. */
export function notices(policy: Policy): readonly string[] {
  return (policy.notices ?? []).map(({ severity, code, uri, span }) => {
    const file = policy.files?.find((each) => each.uri === uri)
    const line = span && file?.position(span.start).line
    return `${severity} ${code} ${uri?.slice(ROOT.length)}:${line}`
  })
}

function hash(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
