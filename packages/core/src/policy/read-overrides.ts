import type { Node } from '../source/node.ts'
import { type Checker, quote } from './checker.ts'
import { originOf } from './origin.ts'
import { readFacts } from './read-facts.ts'
import { readRules } from './read-rules.ts'
import type { Registry } from './rule.ts'
import type { Scope, Statement } from './statements.ts'
import { fits, OVERRIDE_GLOB_PATTERN, POINTER_PATTERN } from './words.ts'

/** Reads `overrides:`, settings for some files or for some places; `base` is the folder that globs are relative to. */
export function readOverrides(
  check: Checker,
  node: Node | undefined,
  registry: Registry,
  base: string,
): readonly Statement[] {
  if (!node) return []
  return check.items(node, '`overrides`').flatMap((item) => readOverride(check, item, registry, base))
}

function readOverride(check: Checker, item: Node, registry: Registry, base: string): readonly Statement[] {
  for (const key of ['problems', 'failOn', 'refs', 'extends', 'attestations', 'waivers'] as const) {
    const child = item.isObject ? item.child(key) : undefined
    const where = key === 'problems' ? '; an entry of `problems` takes `files` itself' : ''
    if (child) {
      check.fail({ node: child, part: 'key' }, `\`${key}\` cannot be set in an override${where}.`)
      return []
    }
  }
  const keys = ['files', 'pointers', 'reason', 'rules', 'policy'] as const
  const entries = check.entries(item, 'An override', keys)
  if (!entries) return []
  const files = entries.files && readGlobs(check, entries.files)
  const pointers = entries.pointers && readPointers(check, entries.pointers)
  const reason = entries.reason && check.text(entries.reason, '`reason`')
  if (!entries.files && !entries.pointers) {
    check.fail(item, 'An override needs `files` or `pointers`: what it sets for all, set outside of it.')
  }
  if (!entries.rules && !entries.policy) {
    check.fail(item, 'An override that sets nothing: give it `rules` or `policy`.')
  }
  if (entries.pointers && entries.policy) {
    const advice = 'set it in an override that has `files` alone.'
    check.fail({ node: entries.policy, part: 'key' }, `\`policy\` holds for a whole document; ${advice}`)
  }
  const scope: Scope = { base, files, pointers, reason, origin: originOf(check.file, item) }
  return [
    ...readRules(check, entries.rules, registry, scope),
    ...(entries.pointers ? [] : readFacts(check, entries.policy, scope)),
  ]
}

/** Reads a list of globs that is not empty; a leading `!` leaves out. */
export function readGlobs(check: Checker, node: Node): readonly string[] {
  const items = check.items(node, `\`${node.key}\``)
  if (node.isList && items.length === 0) check.fail(node, `\`${node.key}\` is empty; it would match nothing.`)
  const globs = items.flatMap((item) => {
    const glob = check.text(item, 'A glob')
    if (glob === undefined || fits(OVERRIDE_GLOB_PATTERN, glob)) return glob ?? []
    const form = 'a glob is relative to the configuration, of `*`, `**` and `?`; `!` in front leaves out.'
    check.fail(item, `${quote(glob)} cannot be used: ${form}`)
    return []
  })
  if (globs.length > 0 && globs.every((glob) => glob.startsWith('!'))) {
    check.fail(node, `\`${node.key}\` only leaves out; begin with what to take in, such as \`**\`.`)
  }
  return globs
}

function readPointers(check: Checker, node: Node): readonly (readonly string[])[] {
  const items = check.items(node, '`pointers`')
  if (node.isList && items.length === 0) check.fail(node, '`pointers` is empty; it would match nothing.')
  return items.flatMap((item) => {
    const pointer = check.text(item, 'A pointer')
    if (pointer === undefined) return []
    if (fits(POINTER_PATTERN, pointer)) return [keysOf(pointer)]
    check.fail(item, `${quote(pointer)} is no JSON Pointer: ${pointerAdvice(pointer)}`)
    return []
  })
}

/** How to write what is no JSON Pointer. */
export function pointerAdvice(pointer: string): string {
  if (pointer.startsWith('#/')) return `leave out the \`#\`: ${quote(pointer.slice(1))}.`
  return 'write it like `/paths/~1admin`, with `~1` for `/` and `~0` for `~` in a key, and `*` for any key.'
}

/** Keys of a JSON Pointer (RFC 6901, section 4). */
export function keysOf(pointer: string): readonly string[] {
  const tokens = pointer.slice(1).split('/')
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}
