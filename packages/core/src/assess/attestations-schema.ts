import { closed, type JsonSchema, listOf, text } from '../policy/schema-kit.ts'
import { ANSWERS, ATTESTED_OPERATION_PATTERN, DATE_PATTERN, PART_DIGEST_PATTERN } from '../policy/words.ts'
import type { Catalogue } from './catalogue.ts'

/**
 * JSON Schema (2020-12) of `specward.attestations.yaml` for the controls of a catalogue: for completion in editors and
 * for checking with other tools. What has to do with the date, the policy and the description, no schema can say.
 */
export function attestationsSchema({ controls }: Catalogue): JsonSchema {
  const day = (description: string): JsonSchema => ({ type: 'string', pattern: DATE_PATTERN, description })
  const entry = closed(
    {
      control: {
        description: 'The control that is answered.',
        oneOf: controls.map(({ id, question }) => ({ const: id, description: question })),
      },
      document: {
        type: 'string',
        pattern: '^[^*]*[^*\\s][^*]*$',
        description: 'The description that it is about: a file relative to this one, or a URL.',
      },
      operations: {
        ...listOf(
          { type: 'string', pattern: ATTESTED_OPERATION_PATTERN },
          'Only these operations: `DELETE /users/{id}`, `* /users/*`. All when absent.',
        ),
        minItems: 1,
      },
      answer: {
        anyOf: [{ enum: ANSWERS }, { type: 'boolean' }],
        description: 'Whether it holds; some readers of YAML take `yes` and `no` for `true` and `false`.',
      },
      by: text('Who answers.'),
      date: day('Day on which it was answered: `2027-01-31`.'),
      validUntil: day('Last day on which the answer holds.'),
      evidence: {
        type: ['string', 'null'],
        description: 'A link, or a text that says what shows it. Needed for `yes`.',
      },
      comment: text('What else is to be said.'),
      digest: {
        type: 'string',
        pattern: PART_DIGEST_PATTERN,
        description: 'Of the part of the API that it is about; `specward attest` writes it.',
      },
      parts: {
        type: 'object',
        additionalProperties: { type: ['string', 'number'] },
        description:
          'First digits of the digests of single parts, so that Specward can tell what has changed.',
      },
    },
    "A person's answer to one control of one description.",
    ['control', 'document', 'answer', 'by', 'date', 'validUntil', 'digest'],
  )
  const hasEvidence = { required: ['evidence'], properties: { evidence: text('What a `yes` rests on.') } }
  const isOther = { properties: { answer: { not: { enum: ['yes', true, 'not-applicable'] } } } }
  const isExplained = { required: ['comment'], properties: { answer: { not: { enum: ['yes', true] } } } }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Specward attestations',
    description: 'What people answer for, where no description can show it.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      attestations: {
        type: ['array', 'null'],
        items: { ...entry, anyOf: [isOther, isExplained, hasEvidence] },
        description: 'One entry for each control and description.',
      },
    },
  }
}
