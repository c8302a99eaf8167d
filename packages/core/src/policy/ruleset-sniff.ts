import { isObject, own } from '../json.ts'
import type { SourceFile } from '../source/types.ts'
import type { Registry } from './rule.ts'
import { PRESET_PREFIX } from './words.ts'

/** Keys that only a configuration of ours has at its root. */
const OURS = ['policy', 'refs', 'problems', 'failOn', 'locked', 'exceptions']

/** Keys that only a ruleset of Spectral has at its root. */
const THEIRS = ['formats', 'functionsDir', 'parserOptions', 'except', 'documentationUrl', 'description']

/**
 * Whether a file that is extended is a ruleset of Spectral, and no configuration of ours. What it is called says so
 * first, then the keys that only one of the two has, then how its rules are written.
 */
export function isSpectralRuleset(file: SourceFile, registry: Registry): boolean {
  const name = file.uri.slice(file.uri.lastIndexOf('/') + 1)
  if (/^specward\b/i.test(name)) return false
  if (/\bspectral\b/i.test(name)) return true
  const { value } = file
  if (!isObject(value)) return false
  const has = (key: string): boolean => own(value, key) !== undefined
  if (OURS.some(has)) return false
  const ids = new Set(registry.rules.map(({ rule }) => rule.id))
  const rules = entriesOf(own(value, 'rules'))
  if (extended(value).some(isOurs) || rules.some(([id, rule]) => ids.has(id) || isWrittenForUs(rule))) {
    return false
  }
  if (THEIRS.some(has) || typeof own(value, 'extends') === 'string') return true
  return extended(value).some(isTheirs) || rules.some(([, rule]) => isWrittenForThem(rule))
}

function extended(value: object): readonly unknown[] {
  const entries = own(value, 'extends')
  return Array.isArray(entries) ? entries : []
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : []
}

function isOurs(entry: unknown): boolean {
  return typeof entry === 'string' && entry.startsWith(PRESET_PREFIX)
}

/** With `spectral:` alone it could be ours as well: then what it says means the same. */
function isTheirs(entry: unknown): boolean {
  const name = Array.isArray(entry) ? entry[0] : entry
  return typeof name === 'string' && name.startsWith('spectral:')
}

function isWrittenForUs(rule: unknown): boolean {
  return isObject(rule) && ['select', 'options'].some((key) => own(rule, key) !== undefined)
}

function isWrittenForThem(rule: unknown): boolean {
  if (typeof rule === 'boolean' || typeof rule === 'number') return true
  return isObject(rule) && ['given', 'then'].some((key) => own(rule, key) !== undefined)
}
