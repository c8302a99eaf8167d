import type { Registry } from './rule.ts'
import { closed, type JsonSchema, listOf, needs, text } from './schema-kit.ts'
import {
  ALL_RULES,
  APPROVALS,
  DATE_PATTERN,
  FINGERPRINT_PATTERN,
  GLOB_PATTERN,
  OPERATION_PATTERN,
  OTHER_RULE_PATTERN,
  POINTER_PATTERN,
  SEVERITIES,
  STALE_LEVELS,
  WAIVER_SCOPES,
} from './words.ts'

const days = (minimum: number, description: string): JsonSchema => ({
  type: 'integer',
  minimum,
  description,
})

/** Schema of `waivers` in `specward.yaml`. */
export function waiverSettingsSchema(): JsonSchema {
  const rules = (description: string): JsonSchema =>
    listOf({ anyOf: [{ const: ALL_RULES }, { $ref: '#/$defs/ruleId' }] }, description)
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, days(1, `For findings of severity \`${severity}\`.`)]),
  )
  return closed(
    {
      stale: {
        enum: STALE_LEVELS,
        default: 'error',
        description: 'Whether a waiver or remark that is not needed any more fails the run.',
      },
      longest: {
        anyOf: [days(1, 'For all severities.'), closed(bySeverity, 'By the severity of the finding.')],
        description: 'Most days that a waiver may hold; without it, there is no limit.',
      },
      endsSoon: {
        ...days(0, 'Days before its end from which on a waiver is told to end.'),
        default: 14,
      },
      approval: {
        enum: APPROVALS,
        default: 'optional',
        description:
          'Whether a waiver needs an `approver`, and whether that has to be somebody else than its owner.',
      },
      forbid: rules('Rules whose findings nobody can accept; `*` for all.'),
      forbidInline: rules('Rules whose findings cannot be accepted in a description; `*` for all.'),
    },
    'What is asked of those who accept findings.',
  )
}

/** JSON Schema (2020-12) of `specward.waivers.yaml`; it agrees with what `lint` reads. */
export function waiversSchema(registry: Registry): JsonSchema {
  const ids = registry.rules.map(({ rule }) => rule.id).sort()
  const date = (description: string): JsonSchema => ({ type: 'string', pattern: DATE_PATTERN, description })
  const entry = closed(
    {
      rule: {
        anyOf: [{ enum: ids }, { type: 'string', pattern: OTHER_RULE_PATTERN }],
        description: 'Id of the rule.',
      },
      fingerprint: {
        anyOf: [{ type: 'string', pattern: FINGERPRINT_PATTERN }, { type: 'number' }],
        description: 'Of the finding, from a report or `specward lint --verbose`; goes with `file`.',
      },
      parts: {
        type: 'array',
        items: { anyOf: [{ type: 'string', pattern: FINGERPRINT_PATTERN }, { type: 'number' }] },
        description:
          'Of a finding that tells of several things, what each alone is known by: what has lost some of them stays accepted.',
      },
      pointer: {
        type: 'string',
        pattern: POINTER_PATTERN,
        description:
          'JSON Pointer such as `/paths/~1admin`: the place and all below it; `*` stands for any key.',
      },
      operation: {
        type: 'string',
        pattern: OPERATION_PATTERN,
        description: 'Label of an operation, such as `POST /login`; `*` matches any run of characters.',
      },
      file: {
        type: 'string',
        pattern: GLOB_PATTERN,
        description: 'Description or file of it, relative to this file; `*`, `**` and `?` match.',
      },
      reason: text('Why the finding is accepted.'),
      owner: text('Who answers for it.'),
      expires: date('Last day on which it holds: `2027-01-31`.'),
      ticket: { anyOf: [text('Where it is followed up.'), { type: 'number' }] },
      approver: text('Who agreed to it.'),
      created: date('Day on which it was written.'),
    },
    'Accepts findings of one rule for a time.',
    ['rule', 'reason', 'owner', 'expires'],
  )
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Specward waivers',
    description: 'Findings that are accepted for a time, each with an owner, a reason and an end.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      waivers: {
        type: ['array', 'null'],
        items: { ...entry, anyOf: WAIVER_SCOPES.map(needs) },
        description: 'One entry for each finding, operation, place or file.',
      },
    },
  }
}
