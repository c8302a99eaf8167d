import type { RulesetDefinition, RulesetFunction } from '@stoplight/spectral-core'
import formats from '@stoplight/spectral-formats'
import functions from '@stoplight/spectral-functions'
import owasp from '@stoplight/spectral-owasp-ruleset'
import rulesets from '@stoplight/spectral-rulesets'
import { describe, expect, it } from 'vitest'
import { type Given, ours, rule, theirs, told } from './oracle.test-kit.ts'

const { pattern, truthy, schema, length, casing, undefined: isUndefined, enumeration, defined } = functions

const REFERENCES = `openapi: 3.0.3
info: { title: a, version: '1' }
x-shared: &shared { name: Shared, list: [1, { name: deep }] }
x-again: *shared
paths:
  /a/{id}:
    get:
      operationId: get A
      parameters: [{ $ref: '#/components/parameters/Id' }]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Node' }
              example: { name: 5, next: { name: x, extra: true }, kind: c }
    post:
      responses: { '200': { $ref: '#/components/responses/Ok' } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Twice' }, example: { id: 1 } }
  /b%20b: { $ref: '#/paths/~1a~1{id}' }
components:
  parameters:
    Id: { name: id, in: path, schema: { $ref: '#/components/schemas/Number' } }
  responses:
    Ok: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Twice' } } } }
  schemas:
    Number: { type: integer }
    Link: { $ref: '#/components/schemas/Number' }
    Node:
      type: object
      additionalProperties: false
      properties:
        name: { type: string, maxLength: 3 }
        kind: { type: string, enum: [a, b] }
        next: { $ref: '#/components/schemas/Leaf', description: beside }
        count: { $ref: '#/components/schemas/Link' }
    Leaf: { type: object, properties: { name: { type: string }, count: { $ref: '#/components/schemas/Number' } } }
    Circle: { type: object, properties: { other: { $ref: '#/components/schemas/Back' } } }
    Back: { type: object, properties: { circle: { $ref: '#/components/schemas/Circle' } } }
    Twice:
      type: object
      required: [id, name]
      properties:
        id: { type: string, readOnly: true }
        name: { type: string }
        left: { $ref: '#/components/schemas/Leaf' }
        right: { $ref: '#/components/schemas/Leaf' }
    Missing: { $ref: '#/components/schemas/Nowhere' }
    'a~1b': { type: integer }
`

const SWAGGER = `swagger: '2.0'
info: { title: a, version: '1' }
host: example.com
paths:
  /a:
    get:
      parameters:
        - { name: a, in: query, type: string, required: true, default: 5 }
        - { name: b, in: query, type: integer, default: 5, x-nullable: true }
      responses:
        '200':
          description: ok
          schema: { $ref: '#/definitions/A' }
          examples: { application/json: { a: null, b: 1 } }
definitions:
  A: { type: object, properties: { a: { type: string, x-nullable: true }, b: { type: string } }, example: { b: 2 } }
`

const ASYNC = `asyncapi: 2.6.0
info: { title: a, version: '1' }
channels:
  'a/{id}/b':
    publish:
      message: { $ref: '#/components/messages/M' }
components:
  messages:
    M: { payload: { type: object, properties: { a: { type: strin } } }, examples: [{ payload: { a: 1 } }] }
`

const describePath: RulesetFunction = (_value, _options, { path }) => [{ message: `at ${path.join('.')}` }]
const below: RulesetFunction = (_value, _options, context) => [
  { message: 'below {{path}}', path: [...context.path, 'nothing', 'there'] },
]
const later: RulesetFunction = async (value) => (value === 'x' ? undefined : [{ message: 'later {{value}}' }])

const FEATURES: RulesetDefinition = {
  aliases: {
    Schemas: ['$.components.schemas[*]', '#Nested'],
    Nested: ['$..properties[*]'],
    Scoped: {
      targets: [
        { formats: [formats.oas2], given: ['$.definitions[*]'] },
        { formats: [formats.oas3], given: ['$.components.schemas[*]'] },
      ],
    },
  },
  formats: [formats.oas2, formats.oas3],
  rules: {
    alias: rule('#Schemas', truthy, { field: 'type', message: '{{property}}: {{error}} at {{path}}' }),
    scoped: rule('#Scoped', truthy, { field: 'description' }),
    keys: rule('$.components.schemas', casing, { field: '@key', options: { type: 'camel' } }),
    names: rule('$.paths[*]~', pattern, { options: { notMatch: '[{]' }, message: 'not {{value}}' }),
    parents: rule('$..maxLength^', truthy, {
      field: 'minLength',
      message: '{{property}} #{{print("value")}}',
    }),
    nested: rule('$..schema', defined, { field: 'properties.name.maxLength' }),
    queried: rule('$.components', length, { field: '$..enum', options: { max: 1 } }),
    written: rule('$..[?(@ && @.$ref)]', pattern, {
      field: '$ref',
      options: { match: 'Number$' },
      resolved: false,
      message: '#{{print("property")}} of {{path}} is {{value}}: {{error}} {{nothing}} {{description}}',
    }),
    aliased: rule('$..[?(@property === "name")]', pattern, { options: { match: '^deep$' } }),
    labelled: rule('$..properties[*]', schema, {
      options: { schema: { type: 'object', required: ['description'] } },
    }),
    missing: rule('$..properties[*]', truthy, { field: 'maxLength' }),
    number: rule('$.paths[*][*].responses', isUndefined, { field: '200' }),
    upper: rule('$.info', enumeration, {
      field: 'title',
      options: { values: ['b'] },
      message: '#{{property.toUpperCase() + "-" + value}} #{{constructor}} #{{1 + }} #{{error}}',
    }),
    path: rule('$..count', describePath),
    below: rule('$..left', below),
    later: rule(['$..kind', '$.info.title'], later, { severity: 3 }),
    whole: rule('$', truthy, { field: 'tags', message: '#{{print("property")}}{{property}}' }),
    described: rule('$.info', truthy, { field: 'contact', description: ' Described. ' }),
  },
}

const PATCHED: RulesetDefinition = {
  ...FEATURES,
  overrides: [
    { files: ['*.yaml#/components/schemas'], rules: { labelled: 'hint', missing: 'off' } },
    { files: ['openapi.*'], rules: { keys: 'info', whole: 'off' } },
    { files: ['other.yaml'], rules: { alias: 'off' } },
  ],
}

const documents: Record<string, Given> = {
  references: { text: REFERENCES },
  swagger: { text: SWAGGER },
  asyncapi: { text: ASYNC, source: '/policy/asyncapi.yaml' },
  scalar: { text: 'just a text' },
  list: { text: '- openapi: 3.0.0\n- info: {}\n' },
  broken: { text: 'openapi: 3.0.0\ninfo: {a: 1, a: 2}\npaths: {? [a] : b}\n' },
}

const policies: Record<string, RulesetDefinition> = {
  'a ruleset with all features': FEATURES,
  'one with overrides': PATCHED,
  'spectral:oas': rulesets.oas as RulesetDefinition,
  'all of spectral:oas': { extends: [[rulesets.oas as RulesetDefinition, 'all']] },
  'all of spectral:asyncapi': { extends: [[rulesets.asyncapi as RulesetDefinition, 'all']] },
  'the OWASP ruleset': { extends: [(owasp as { default?: unknown }).default ?? owasp] } as RulesetDefinition,
}

describe('the results of a run', () => {
  for (const [policy, definition] of Object.entries(policies)) {
    for (const [name, given] of Object.entries(documents)) {
      it(`are those of spectral-core for ${policy} and the document "${name}"`, async () => {
        const { results, rules } = await ours(definition, given)
        expect(rules.filter((each) => each.lost)).toEqual([])
        expect(told(results)).toEqual(told(await theirs(definition, given)))
      })
    }
  }

  it('are many enough for that to mean something', async () => {
    const { results, rules } = await ours(FEATURES, { text: REFERENCES })
    const speaking = new Set(results.map((result) => result.code))
    expect(rules.filter((each) => !speaking.has(each.name)).map((each) => each.name)).toEqual([])
  })
})
