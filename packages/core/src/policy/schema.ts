import { otherRuleSchema, ownDefinitions, ownRuleSchemas } from './own/schema.ts'
import type { OptionSchema, Registry, Rule } from './rule.ts'
import { closed, type JsonSchema, listOf, text } from './schema-kit.ts'
import {
  attestationSettingsSchema,
  exceptionsSchema,
  extendsSchema,
  lockedSchema,
  overridesSchema,
} from './schema-shared.ts'
import { waiverSettingsSchema } from './schema-waivers.ts'
import {
  GATES,
  GLOB_PATTERN,
  OPERATION_PATTERN,
  OTHER_RULE_PATTERN,
  PROBLEM_CODES,
  PROBLEM_LEVELS,
  REF_HOST_PATTERN,
  RULE_LEVELS,
  TEXT_PATTERN,
  WILD_HOST_PATTERN,
} from './words.ts'

export interface SchemaOptions {
  /** Whether rulesets of Spectral can be extended. */
  readonly rulesets?: boolean
}

/**
 * JSON Schema (2020-12) of `specward.yaml` for the rules and presets of a registry: for completion in editors
 * and for checking with other tools. It agrees with `loadPolicy`, which also knows what no schema can say:
 * duplicate keys, which rules there are beside those of the registry, options for a rule that nothing turns on, files that are not there, and what is locked.
 */
export function configSchema(registry: Registry, options: SchemaOptions = {}): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Specward configuration',
    description: 'The policy that API descriptions are judged by.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      extends: extendsSchema(registry, options.rulesets),
      rules: { $ref: '#/$defs/rules' },
      policy: { $ref: '#/$defs/policy' },
      overrides: overridesSchema(),
      refs: closed(
        {
          allow: listOf(hostSchema(REF_HOST_PATTERN), 'Hosts from which `$ref` may be read over http(s).'),
          private: listOf(
            hostSchema(REF_HOST_PATTERN),
            'The same for hosts of your own: they may have an address of a private network.',
          ),
        },
        'What may be read.',
      ),
      problems: problemsSchema(),
      failOn: { enum: GATES, description: 'The least severity of a finding that fails the run.' },
      attestations: attestationSettingsSchema(),
      waivers: waiverSettingsSchema(),
      locked: lockedSchema(),
      exceptions: exceptionsSchema(),
      ...rulesetKeys(),
    },
    $defs: {
      rules: rulesSchema(registry),
      settings: settingsSchema(registry),
      levels: levelsSchema(registry),
      policy: factsSchema(),
      ruleId: {
        anyOf: [{ enum: ruleIds(registry) }, { type: 'string', pattern: OTHER_RULE_PATTERN }],
        description: 'Id of a rule.',
      },
      ...ownDefinitions(),
    },
  }
}

function ruleIds(registry: Registry): readonly string[] {
  return registry.rules.map(({ rule }) => rule.id).sort()
}

/** Rules with a severity alone. */
function levelsSchema(registry: Registry): JsonSchema {
  const severity = { enum: RULE_LEVELS, description: 'Severity of the findings, or `off`.' }
  const mapping = { ...closed({ severity }, 'The severity.', ['severity']) }
  const level = { anyOf: [severity, mapping] }
  const known = Object.fromEntries(ruleIds(registry).map((id) => [id, level]))
  return { ...closed(known, 'Severities of single rules.'), additionalProperties: level }
}

/** Rules with what can be set for them. */
function settingsSchema(registry: Registry): JsonSchema {
  const sorted = registry.rules.map(({ rule }) => rule).sort((a, b) => (a.id < b.id ? -1 : 1))
  const properties = Object.fromEntries(sorted.map((rule) => [rule.id, ruleSchema(rule)]))
  const description = 'Severity and options of single rules, over what the presets say.'
  return { ...closed(properties, description), additionalProperties: otherRuleSchema() }
}

function rulesSchema(registry: Registry): JsonSchema {
  const description =
    'Severity and options of single rules, over what the presets say; and rules of your own.'
  const defined = { anyOf: [...ownRuleSchemas(), otherRuleSchema()] }
  const known = Object.fromEntries(
    ruleIds(registry).map((id) => [id, { $ref: `#/$defs/settings/properties/${id}` }]),
  )
  return { ...closed(known, description), additionalProperties: defined }
}

/** What goes with rules in the syntax of Spectral. */
function rulesetKeys(): Readonly<Record<string, JsonSchema>> {
  return {
    aliases: { type: 'object', description: 'JSONPath by name, for `given` of your own rules.' },
    functions: {
      type: 'array',
      description: 'Functions of your own rules with `given`, from `functionsDir`.',
    },
    functionsDir: text('Folder of these functions.'),
  }
}

function ruleSchema(rule: Rule): JsonSchema {
  const severity = { enum: RULE_LEVELS, description: 'Severity of the findings, or `off`.' }
  const options: Readonly<Record<string, OptionSchema>> = rule.options ?? {}
  const properties = Object.fromEntries(Object.entries(options).map(([name, o]) => [name, optionSchema(o)]))
  return {
    description: `${rule.title}\n\n${rule.why}`,
    anyOf: [
      severity,
      {
        ...closed({ severity, options: closed(properties, 'Options of the rule.') }, rule.title),
        minProperties: 1,
      },
    ],
  }
}

function optionSchema(option: OptionSchema): JsonSchema {
  const about = { description: option.description, default: option.default }
  switch (option.type) {
    case 'boolean':
      return { type: 'boolean', ...about }
    case 'integer':
      return {
        type: 'integer',
        ...(option.minimum === undefined ? {} : { minimum: option.minimum }),
        ...about,
      }
    case 'string':
      return option.enum
        ? { enum: option.enum, ...about }
        : { type: 'string', pattern: TEXT_PATTERN, ...about }
    case 'string-list':
      return { type: 'array', items: { type: 'string', pattern: TEXT_PATTERN }, ...about }
  }
}

function factsSchema(): JsonSchema {
  const names = (kind: string): JsonSchema => listOf(text('A name, in any case style.'), kind)
  const operation = {
    type: 'string',
    pattern: OPERATION_PATTERN,
    description: 'Label of an operation, such as `POST /login`; `*` matches any run of characters.',
  }
  const reason = text('Why nobody need authenticate.')
  return closed(
    {
      publicOperations: listOf(
        closed({ operation, reason }, 'An operation, or several.', ['operation', 'reason']),
        'Operations that are meant to be called without authentication.',
      ),
      allowedHosts: listOf(hostSchema(WILD_HOST_PATTERN), 'Hosts that are your own or that you trust.'),
      allowedIssuers: listOf(
        hostSchema(WILD_HOST_PATTERN),
        'Hosts of the authorization servers that may issue tokens.',
      ),
      sensitiveNames: closed(
        {
          credential: names('Names of passwords, keys and tokens.'),
          personal: names('Names of personal data.'),
          financial: names('Names of financial data.'),
        },
        'Names to treat as sensitive, beside those known to Specward.',
      ),
      adminWords: listOf(
        text('A word, in any case style.'),
        'Words that mark operations for administrators, beside those known to Specward.',
      ),
      gateway: closed(
        {
          authentication: text('Who authenticates callers, and how that is known.'),
          rateLimits: text('Who limits the rate of requests, and how that is known.'),
          tls: text('Who enforces TLS, and how that is known.'),
        },
        'What a gateway in front of the API does for every operation; what rests on it is left to be attested.',
      ),
      publicInDescription: {
        type: 'boolean',
        default: true,
        description: 'Whether a description may declare its own operations public with `x-specward-public`.',
      },
    },
    'What your organisation knows and a description cannot say.',
  )
}

function problemsSchema(): JsonSchema {
  const entry = closed(
    {
      code: { enum: PROBLEM_CODES, description: 'Code of the problem.' },
      files: {
        type: 'string',
        pattern: GLOB_PATTERN,
        description: 'Files, relative to this one; `*`, `**` and `?` match. All files when absent.',
      },
      severity: {
        enum: PROBLEM_LEVELS,
        description: '`warn`: the report is incomplete, the run does not fail.',
      },
      reason: text('Why this is right.'),
    },
    'One kind of problem.',
    ['code', 'severity', 'reason'],
  )
  return listOf(entry, 'Severity of what could not be judged; where several entries fit, the last one wins.')
}

function hostSchema(pattern: string): JsonSchema {
  const wild = pattern === WILD_HOST_PATTERN ? '; `*.example.com` covers sub-domains' : ''
  const port =
    pattern === REF_HOST_PATTERN
      ? ' and path, with its port where that is not the usual one'
      : ', port and path'
  return { type: 'string', pattern, description: `Host name without protocol${port}${wild}.` }
}
