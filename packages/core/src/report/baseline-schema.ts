import type { JsonSchema } from '../policy/schema-kit.ts'
import { SEVERITIES } from '../policy/words.ts'

/**
 * JSON Schema (2020-12) of `specward.baseline.json`, version 1. It agrees with `readRecord`; keys that it does not name
 * are left to later versions.
 */
export function baselineSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Specward baseline',
    description: 'Findings that were there on a day; `specward lint` fails on what is not among them.',
    type: 'object',
    required: ['version', 'documents', 'rules'],
    properties: {
      version: { const: 1 },
      tool: { type: 'string', description: 'Version of Specward that wrote it.' },
      policy: { type: 'string', description: 'Digest of the policy that it was made by.' },
      documents: {
        type: 'object',
        description: 'Findings by the document, named from the folder of this file.',
        additionalProperties: { type: 'array', items: { $ref: '#/$defs/finding' } },
      },
      rules: {
        type: 'array',
        description: 'Rules that were run: what another one finds is new because the rule is.',
        items: { type: 'string' },
      },
    },
    $defs: {
      finding: {
        type: 'object',
        required: ['rule', 'severity', 'fingerprint'],
        properties: {
          rule: { type: 'string', minLength: 1 },
          severity: { enum: SEVERITIES },
          fingerprint: {
            type: 'string',
            minLength: 1,
            description: 'What the finding is known by: free of lines, list indices and file names.',
          },
          parts: {
            type: 'array',
            items: { type: 'string', minLength: 1 },
            minItems: 1,
            description: 'Of a finding that tells of several things, what each alone would be known by.',
          },
          place: { type: 'string', description: 'For people: an operation, else a JSON Pointer.' },
        },
      },
    },
  }
}
