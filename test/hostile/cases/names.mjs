import { json } from '../documents.mjs'

/** What every object of JavaScript seems to have. */
export const OBJECT_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', 'length']

/** @type {import('../case.mjs').Case[]} */
export const names = OBJECT_NAMES.slice(0, 3).map((name) => ({
  name: `\`${name}\` as the name of everything`,
  files: () => ({ 'api.json': named(name) }),
  expected: { exit: 1 },
}))

/** A document in which a name stands wherever people choose names. Computed keys make a property even of `__proto__`. */
export function named(name) {
  const string = { type: 'string' }
  return json(
    {
      servers: [{ url: `https://{${name}}.example.com`, variables: { [name]: { default: 'api', enum: ['api'] } } }],
      tags: [{ name }],
      [`x-${name}`]: { [name]: {} },
      components: {
        securitySchemes: { [name]: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'http://example.com', scopes: { [name]: name } } } } },
        schemas: { [name]: { type: 'object', required: [name], properties: { [name]: { ...string, pattern: '^(a+)+$' } }, discriminator: { propertyName: name, mapping: { [name]: `#/components/schemas/${name}` } } } },
        parameters: { [name]: { name, in: 'query', schema: string } },
        responses: { [name]: { description: name, headers: { [name]: { schema: string } }, content: { [`application/${name}`]: { schema: { $ref: `#/components/schemas/${name}` }, examples: { [name]: { value: { [name]: 1 } } } } } } },
      },
    },
    {
      [`/${name}/{${name}}`]: {
        parameters: [{ $ref: `#/components/parameters/${name}` }, { name, in: 'path', required: true, schema: string }],
        put: {
          operationId: name,
          tags: [name],
          security: [{ [name]: [name] }, {}],
          requestBody: { content: { [name]: { schema: { $ref: `#/components/schemas/${name}` } } } },
          responses: { 200: { $ref: `#/components/responses/${name}` }, [name]: { description: name } },
          callbacks: { [name]: { [name]: { post: { responses: { 204: { description: name } } } } } },
        },
      },
    },
  )
}
