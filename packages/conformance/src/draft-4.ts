import type { JsonObject } from './values.ts'

const count = { type: 'integer', minimum: 0 }

/**
 * The parts of JSON Schema draft 4 that the schema of OpenAPI 2.0 refers to: what each of these keywords may hold
 * (draft-fge-json-schema-validation-00, section 5).
 */
export const DRAFT_4: JsonObject = {
  properties: {
    title: { type: 'string' },
    description: { type: 'string' },
    default: {},
    multipleOf: { type: 'number', minimum: 0, exclusiveMinimum: true },
    maximum: { type: 'number' },
    exclusiveMaximum: { type: 'boolean' },
    minimum: { type: 'number' },
    exclusiveMinimum: { type: 'boolean' },
    pattern: { type: 'string' },
    uniqueItems: { type: 'boolean' },
    enum: { type: 'array', minItems: 1, uniqueItems: true },
    type: {
      anyOf: [
        { $ref: '#/definitions/simpleTypes' },
        { type: 'array', items: { $ref: '#/definitions/simpleTypes' }, minItems: 1, uniqueItems: true },
      ],
    },
  },
  definitions: {
    positiveInteger: count,
    positiveIntegerDefault0: count,
    stringArray: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
    simpleTypes: { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] },
  },
}
