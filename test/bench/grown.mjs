// One description in any size: what people write, again and again, so that nothing but the number of operations differs.

/** Operations on one thing: list, create, read, change, delete. */
const PER_RESOURCE = 5
/** Things that stand under one tag, and have their part of the scopes. */
const PER_AREA = 20

const ref = (name) => ({ $ref: `#/components/schemas/${name}` })
const body = (schema) => ({ content: { 'application/json': { schema } } })
const text = (maxLength) => ({ type: 'string', maxLength, pattern: '^[A-Za-z0-9 ._-]+$' })

/**
 * An OpenAPI 3.0 description with shared schemas, parameters and responses, tags, security of its own for each operation,
 * and schemas that refer to each other.
 * @param {number} operations how many; rounded up to whole things
 * @returns {object}
 */
export function grown(operations) {
  const count = Math.ceil(operations / PER_RESOURCE)
  const resources = Array.from({ length: count }, (_, index) => index)
  const areas = Array.from({ length: Math.ceil(count / PER_AREA) }, (_, index) => `area-${index}`)
  return {
    openapi: '3.0.3',
    info: { title: 'Grown', version: '1.0.0', description: 'Made to any size.' },
    servers: [{ url: 'https://api.example.com/v1' }],
    tags: areas.map((name) => ({ name, description: `Things of ${name}.` })),
    paths: Object.assign({}, ...resources.map(pathsOf)),
    components: {
      schemas: Object.assign({}, shared(), ...resources.map(schemasOf)),
      parameters: {
        Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
        Limit: {
          name: 'limit',
          in: 'query',
          schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100 },
        },
      },
      responses: { Failed: { description: 'Something went wrong.', ...body(ref('Problem')) } },
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          flows: {
            authorizationCode: {
              authorizationUrl: 'https://login.example.com/authorize',
              tokenUrl: 'https://login.example.com/token',
              scopes: Object.fromEntries(
                areas.flatMap((name) => [
                  [`read:${name}`, 'Reads.'],
                  [`write:${name}`, 'Writes.'],
                ]),
              ),
            },
          },
        },
      },
    },
  }
}

function shared() {
  return {
    Problem: {
      type: 'object',
      additionalProperties: false,
      required: ['code', 'message'],
      properties: { code: text(40), message: text(400) },
    },
    Address: {
      type: 'object',
      additionalProperties: false,
      properties: {
        street: text(100),
        city: text(60),
        country: { type: 'string', enum: ['AT', 'CH', 'DE'] },
      },
    },
    Audited: {
      type: 'object',
      properties: {
        createdAt: { type: 'string', format: 'date-time', readOnly: true },
        email: { type: 'string', format: 'email', maxLength: 254 },
      },
    },
  }
}

function schemasOf(index) {
  const other = Math.floor(index / 2)
  return {
    [`Thing${index}`]: {
      allOf: [
        ref('Audited'),
        {
          type: 'object',
          required: ['name'],
          properties: {
            id: { type: 'string', format: 'uuid', readOnly: true },
            name: text(80),
            description: { type: 'string', maxLength: 2000, example: `What thing ${index} is for` },
            address: ref('Address'),
            parts: { type: 'array', maxItems: 50, items: ref(`Thing${other}`) },
            link: { type: 'string', format: 'uri', maxLength: 2048 },
          },
        },
      ],
    },
  }
}

function pathsOf(index) {
  const area = `area-${Math.floor(index / PER_AREA)}`
  const thing = ref(`Thing${index}`)
  const path = `/things-${index}`
  const operation = (verb, rest, code, answer) => ({
    operationId: `${verb}Thing${index}`,
    summary: `${verb} thing ${index}`,
    tags: [area],
    security: [{ oauth: [`${verb === 'list' || verb === 'read' ? 'read' : 'write'}:${area}`] }],
    ...rest,
    responses: {
      [code]: { description: 'Done.', ...(answer ? body(answer) : {}) },
      default: { $ref: '#/components/responses/Failed' },
    },
  })
  const parameters = [{ $ref: '#/components/parameters/Id' }]
  const listed = { type: 'array', maxItems: 100, items: thing }
  return {
    [path]: {
      get: operation('list', { parameters: [{ $ref: '#/components/parameters/Limit' }] }, '200', listed),
      post: operation('create', { requestBody: { required: true, ...body(thing) } }, '201', thing),
    },
    [`${path}/{id}`]: {
      parameters,
      get: operation('read', {}, '200', thing),
      put: operation('change', { requestBody: { required: true, ...body(thing) } }, '200', thing),
      delete: operation('delete', {}, '204'),
    },
  }
}
