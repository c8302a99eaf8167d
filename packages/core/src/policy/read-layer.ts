import { type Facts, NO_FACTS } from '../model/model.ts'
import type { Node } from '../source/node.ts'
import { type Checker, quote } from './checker.ts'
import type { Layer } from './layers.ts'
import type { ProblemOverride } from './policy.ts'
import { readRules } from './read-rules.ts'
import type { Registry } from './rule.ts'
import { didYouMean } from './suggest.ts'
import {
  GATES,
  GLOB_PATTERN,
  HOST_PATTERN,
  isProblemCode,
  OPERATION_PATTERN,
  PROBLEM_CODES,
  PROBLEM_LEVELS,
  WILD_HOST_PATTERN,
} from './words.ts'

/** Keys of `specward.yaml`. */
const KEYS = ['extends', 'rules', 'policy', 'refs', 'problems', 'failOn'] as const

/** A configuration as written: what it says itself, and the entries of `extends` that it builds on. */
export interface ReadLayer {
  readonly layer: Layer
  /** Undefined when the key is absent. */
  readonly extends: readonly Node[] | undefined
}

/** Reads a configuration; whatever is wrong with it is left with the checker. */
export function readLayer(check: Checker, root: Node, registry: Registry): ReadLayer | undefined {
  const entries = check.entries(root, 'The configuration', KEYS)
  if (!entries) return undefined
  return {
    extends: entries.extends && check.items(entries.extends, '`extends`'),
    layer: {
      rules: readRules(check, entries.rules, registry),
      facts: readFacts(check, entries.policy),
      refHosts: readRefs(check, entries.refs),
      problems: readProblems(check, entries.problems),
      failOn: entries.failOn && check.word(entries.failOn, '`failOn`', GATES),
    },
  }
}

function readFacts(check: Checker, node: Node | undefined): Facts {
  const keys = ['publicOperations', 'allowedHosts', 'sensitiveNames'] as const
  const entries = node && check.entries(node, '`policy`', keys)
  if (!entries) return NO_FACTS
  return {
    ...NO_FACTS,
    publicOperations: readPublicOperations(check, entries.publicOperations),
    allowedHosts: readHosts(check, entries.allowedHosts, WILD_HOST_PATTERN),
    sensitiveNames: readNames(check, entries.sensitiveNames),
  }
}

function readPublicOperations(check: Checker, node: Node | undefined): Facts['publicOperations'] {
  if (!node) return []
  const found: { operation: string; reason: string }[] = []
  for (const item of check.items(node, '`publicOperations`')) {
    const name = 'A public operation'
    const keys = ['operation', 'reason'] as const
    const entries = check.entries(item, name, keys, keys)
    const operation = entries?.operation && check.text(entries.operation, '`operation`')
    const reason = entries?.reason && check.text(entries.reason, '`reason`')
    if (operation !== undefined && entries?.operation && !fits(OPERATION_PATTERN, operation)) {
      const advice = 'name the operations, such as `POST /login` or `GET /public/*`.'
      check.fail(entries.operation, `${quote(operation)} would declare every operation public; ${advice}`)
    } else if (operation !== undefined && reason !== undefined) {
      found.push({ operation, reason })
    }
  }
  return found
}

function readHosts(check: Checker, node: Node | undefined, pattern: string): readonly string[] {
  if (!node) return []
  const hosts: string[] = []
  for (const item of check.items(node, `\`${node.key}\``)) {
    const host = check.text(item, 'A host')
    if (host === undefined) continue
    if (fits(pattern, host)) hosts.push(host.toLowerCase())
    else check.fail(item, `${quote(host)} is not a host name${hostAdvice(host, pattern)}`)
  }
  return hosts
}

function hostAdvice(host: string, pattern: string): string {
  if (fits(WILD_HOST_PATTERN, host))
    return ' that can be looked up; `*` cannot be used here, so list each host.'
  const bare = host.replace(/^[a-z][a-z0-9+.-]*:\/\//iu, '').replace(/[/?#:].*$/su, '')
  if (fits(pattern, bare)) return `: write \`${bare}\`, without protocol, port and path.`
  const wild = pattern === WILD_HOST_PATTERN ? ', or `*.example.com` for its sub-domains' : ''
  return `: write it like \`api.example.com\`${wild}.`
}

function readNames(check: Checker, node: Node | undefined): Facts['sensitiveNames'] {
  const keys = ['credential', 'personal', 'financial'] as const
  const entries = (node && check.entries(node, '`sensitiveNames`', keys)) ?? {}
  const names = (list: Node | undefined): readonly string[] => {
    const items = list ? check.items(list, `\`${list.key}\``) : []
    return items.flatMap((item) => check.text(item, 'A name') ?? [])
  }
  return {
    credential: names(entries.credential),
    personal: names(entries.personal),
    financial: names(entries.financial),
  }
}

function readRefs(check: Checker, node: Node | undefined): readonly string[] {
  const entries = node && check.entries(node, '`refs`', ['allow'])
  return readHosts(check, entries?.allow, HOST_PATTERN)
}

function readProblems(check: Checker, node: Node | undefined): readonly ProblemOverride[] {
  if (!node) return []
  const base = check.file.uri.slice(0, check.file.uri.lastIndexOf('/') + 1)
  return check.items(node, '`problems`').flatMap((item) => readProblem(check, item, base) ?? [])
}

function readProblem(check: Checker, item: Node, base: string): ProblemOverride | undefined {
  const required = ['code', 'severity', 'reason'] as const
  const entries = check.entries(item, 'An entry of `problems`', [...required, 'files'], required)
  if (!entries?.code || !entries.severity || !entries.reason) return undefined
  const code = check.text(entries.code, '`code`')
  const severity = check.word(entries.severity, '`severity`', PROBLEM_LEVELS)
  const reason = check.text(entries.reason, '`reason`')
  const files = entries.files && check.text(entries.files, '`files`')
  if (entries.files && files !== undefined && !fits(GLOB_PATTERN, files)) {
    const form =
      'a pattern relative to this file, of `*`, `**` and `?`; write one entry for each alternative.'
    check.fail(entries.files, `${quote(files)} cannot be used: \`files\` is ${form}`)
    return undefined
  }
  if (code === undefined || severity === undefined || reason === undefined) return undefined
  if (isProblemCode(code)) return { code, files, base, severity, reason }
  check.fail(entries.code, `Unknown problem code ${quote(code)}.${didYouMean(code, PROBLEM_CODES)}`)
  return undefined
}

function fits(pattern: string, text: string): boolean {
  return new RegExp(pattern, 'u').test(text)
}
