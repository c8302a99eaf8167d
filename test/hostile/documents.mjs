// Hostile documents, made by code: nothing here is read from a file.

/** A text many times over. */
export const times = (count, make) => Array.from({ length: count }, (_, index) => make(index))

/** An OpenAPI document with one open write, so that a run that looked at it has something to say. */
export function openapi(more = {}, paths = {}) {
  return {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1.0.0' },
    servers: [{ url: 'https://api.example.com' }],
    security: [],
    paths: { '/orders': { delete: { responses: { 204: { description: 'Gone' } } } }, ...paths },
    ...more,
  }
}

/** The same as the text of a file. */
export const json = (more, paths) => JSON.stringify(openapi(more, paths))

/** The same in YAML, with lines after it. */
export const yaml = (...lines) => `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders: { delete: { responses: { '204': { description: Gone } } } }
${lines.join('\n')}
`

/** JSON in which a text stands as it is in the place of a value that no serializer could make. */
export function jsonAround(text, more = {}) {
  return JSON.stringify(openapi({ ...more, 'x-part': '@' })).replace('"@"', () => text)
}

/** A value in so many levels of the same text. */
export const nested = (open, inner, close, depth) => open.repeat(depth) + inner + close.repeat(depth)

/** Schemas of which each refers to the next, with an operation that takes the first. */
export function linked(count, link, last = { type: 'string' }) {
  const schemas = Object.fromEntries(
    times(count, (index) => [`s${index}`, link(`#/components/schemas/s${index + 1}`, index)]),
  )
  schemas[`s${count}`] = last
  return json({ components: { schemas } }, { '/linked': { post: posting('#/components/schemas/s0') } })
}

/** An operation that takes what a reference leads to. */
export function posting(ref) {
  return {
    requestBody: { content: { 'application/json': { schema: { $ref: ref } } } },
    responses: { 204: { description: 'Taken' } },
  }
}
