import { DEFAULT_ATTESTATION_SETTINGS } from './attestation-settings.ts'
import { bareName } from './presets.ts'
import type { Registry } from './rule.ts'
import { closed, type JsonSchema, listOf, needs, text } from './schema-kit.ts'
import {
  ALL_RULES,
  DATE_PATTERN,
  EXTENDED_FILE_PATTERN,
  EXTENDED_PACKAGE_PATTERN,
  EXTENDED_RULESET_PATTERN,
  LOCKED_SETTINGS,
  OUTDATED_LEVELS,
  OVERRIDE_GLOB_PATTERN,
  POINTER_PATTERN,
  PRESET_PREFIX,
} from './words.ts'

/** Schema of `extends`. */
export function extendsSchema(registry: Registry, rulesets = false): JsonSchema {
  const names = registry.presets.map((preset) => bareName(preset.name))
  const presets = { enum: names.map((name) => PRESET_PREFIX + name), description: 'A preset.' }
  const file = {
    type: 'string',
    pattern: EXTENDED_FILE_PATTERN,
    description: 'A file, relative to this one: `./policy/base.yaml`.',
  }
  const fileName = { pattern: '^[^/@]+\\.(ya?ml|json)$' }
  const packaged = {
    type: 'string',
    pattern: EXTENDED_PACKAGE_PATTERN,
    not: { anyOf: [{ enum: names }, fileName] },
    description: 'An installed package of npm, or a file in it: `@acme/api-policy/strict.yaml`.',
  }
  return listOf(
    { anyOf: [presets, file, packaged, ...(rulesets ? rulesetSchemas() : [])] },
    'What to build on, in order; a later one wins, and this file over all of them.',
  )
}

/** A ruleset of Spectral, alone or with the rules of it that are on. */
function rulesetSchemas(): readonly JsonSchema[] {
  const name = { type: 'string', pattern: EXTENDED_RULESET_PATTERN }
  const description = 'A Spectral ruleset: `spectral:oas`, `./.spectral.js`, a URL.'
  const mode = { enum: ['recommended', 'all', 'off'] }
  return [
    { ...name, description },
    {
      type: 'array',
      prefixItems: [{ ...text('A Spectral ruleset.'), not: { pattern: `^${PRESET_PREFIX}` } }, mode],
      minItems: 2,
      items: false,
      description: 'A Spectral ruleset with the rules of it that are on.',
    },
  ]
}

/** Schema of `overrides`. */
export function overridesSchema(): JsonSchema {
  const files = globsSchema('Globs, relative to the configuration; `!` in front leaves out.')
  const pointers = {
    ...listOf(
      { type: 'string', pattern: POINTER_PATTERN },
      'JSON Pointers such as `/paths/~1admin`: the place and all below it; `*` stands for any key.',
    ),
    minItems: 1,
  }
  const reason = text('Why.')
  const documents = closed(
    { files, reason, rules: { $ref: '#/$defs/settings' }, policy: { $ref: '#/$defs/policy' } },
    'For whole documents.',
    ['files'],
  )
  const places = closed(
    { files, pointers, reason, rules: { $ref: '#/$defs/levels' } },
    'For places in documents.',
    ['pointers', 'rules'],
  )
  const sets = [needs('rules'), needs('policy')]
  return listOf(
    { anyOf: [{ ...documents, anyOf: sets }, places] },
    'Settings for some files or for some places; a later one wins.',
  )
}

function globsSchema(description: string): JsonSchema {
  const glob = { type: 'string', pattern: OVERRIDE_GLOB_PATTERN }
  return { ...listOf(glob, description), contains: { type: 'string', pattern: '^[^!]' } }
}

/** Schema of `locked`. */
export function lockedSchema(): JsonSchema {
  const rule = { anyOf: [{ const: ALL_RULES }, { $ref: '#/$defs/ruleId' }] }
  const setting = { enum: LOCKED_SETTINGS }
  const locked = closed(
    {
      rules: listOf(rule, 'Rules that must not be softened; `*` for all that are on.'),
      settings: listOf(setting, 'Settings that must not be softened.'),
      noExceptions: listOf({ anyOf: [rule, setting] }, 'For what no exceptions can be recorded.'),
    },
    'What those who extend this file must not soften, except by a recorded exception.',
  )
  return { ...locked, anyOf: [needs('rules'), needs('settings')] }
}

/** Schema of `exceptions`. */
export function exceptionsSchema(): JsonSchema {
  const entry = closed(
    {
      rule: { $ref: '#/$defs/ruleId' },
      setting: { enum: LOCKED_SETTINGS, description: 'A setting that is locked.' },
      reason: text('Why it has to be.'),
      owner: text('Who answers for it.'),
      expires: {
        type: 'string',
        pattern: DATE_PATTERN,
        description: 'Last day on which it holds: `2027-01-31`.',
      },
      approver: text('Who agreed to it.'),
      ticket: text('Where it was agreed.'),
      files: globsSchema('For overrides with these `files` alone.'),
    },
    'Allows this file to soften one thing that is locked.',
    ['reason', 'owner', 'expires'],
  )
  const one = { oneOf: [needs('rule'), needs('setting')] }
  return listOf({ ...entry, ...one }, 'Recorded exceptions from what is locked.')
}

/** Schema of `attestations`. */
export function attestationSettingsSchema(): JsonSchema {
  return closed(
    {
      outdated: {
        enum: OUTDATED_LEVELS,
        default: DEFAULT_ATTESTATION_SETTINGS.outdated,
        description: 'What an answer is that is over, or that is about something that has changed since.',
      },
      longest: {
        type: 'integer',
        minimum: 1,
        default: DEFAULT_ATTESTATION_SETTINGS.longest,
        description: 'Most days that an answer may hold.',
      },
      endsSoon: {
        type: 'integer',
        minimum: 0,
        default: DEFAULT_ATTESTATION_SETTINGS.endsSoon,
        description: 'Days before its end from which on an answer is told to end.',
      },
    },
    'What is asked of the answers in `specward.attestations.yaml`.',
  )
}
