import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import bodyless from './no-body-on-bodyless-response.ts'
import unauthorized from './require-401-response.ts'
import forbidden from './require-403-response.ts'
import problem from './require-problem-details.ts'
import schema from './require-response-schema.ts'
import status from './require-status-response.ts'
import validation from './require-validation-response.ts'

type Rule = Parameters<typeof runRule>[0]

async function said(rule: Rule, text: string, options?: Readonly<Record<string, unknown>>, format?: 'oas2') {
  const example = { title: '', text, ...(options && { options }), ...(format && { format }) }
  return (await runRule(rule, example)).findings.map(({ message }) => message)
}

/** One operation, from what stands in it. */
const post = (inside: string) => `paths: { /a: { post: { ${inside} } } }\n`
const get = (inside: string) => `paths: { /a: { get: { ${inside} } } }\n`

describe('require-validation-response', () => {
  const body = 'requestBody: { content: { application/json: { schema: { type: object } } } }'
  const query = (parameter: string) => `parameters: [{ name: q, in: query, ${parameter} }]`
  const ok = "responses: { '200': { description: OK } }"

  it.each([
    post(`${body}, ${ok}`),
    get(`${query('schema: { type: integer }')}, ${ok}`),
    get(`${query('required: true, schema: { type: string }')}, ${ok}`),
    get(`${query('schema: { type: string, enum: [a] }')}, ${ok}`),
    get(`${query('content: { application/json: { schema: { type: object } } }')}, ${ok}`),
    post(`${body}, responses: { '200': { description: OK }, '404': { description: Not found } }`),
    post(`${body}, responses: { '200': { description: OK }, 5XX: { description: Invalid } }`),
  ])('reports %s', async (text) => {
    expect(await said(validation, text)).toHaveLength(1)
  })

  it.each([
    get(`${query('schema: { type: string }')}, ${ok}`),
    post(ok),
    post(`${body}, responses: { '200': { description: OK }, 4xx: { description: No } }`),
    post(
      `${body}, responses: { '200': { description: OK }, '412': { description: The order is not valid. } }`,
    ),
    post(`${body}, summary: Not designed yet`),
    `paths: { /a: { options: { ${body}, ${ok} }, head: { ${query('schema: { type: integer }')}, ${ok} } } }\n`,
  ])('is silent about %s', async (text) => {
    expect(await said(validation, text)).toEqual([])
  })

  it('counts those that it means, and no others', async () => {
    const paths = `paths:\n  /a: { post: { ${body}, ${ok} }, get: { ${ok} } }\n  /b: { post: { ${body}, ${ok} } }\n`
    expect(await said(validation, paths)).toEqual([
      'None of the 2 operations that take input documents a 400 or 422 response (or `4XX`, `default`, or 404 where only the path is input), so nothing shows that input is checked, or how it is refused.',
    ])
  })
})

describe('require-401-response and require-403-response', () => {
  const schemes = `components: { securitySchemes: { t: { type: http, scheme: bearer }, m: { type: mutualTLS }, o: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: { r: R } } } } } }\n`
  const with_ = (security: string, responses = "'200': { description: OK }") =>
    `${schemes}${get(`security: ${security}, responses: { ${responses} }`)}`

  it.each([
    ['[{ t: [] }]', 1, 0],
    ['[{ t: [], m: [] }]', 1, 0],
    ['[{ o: [r] }]', 1, 1],
    ['[{ o: [r] }, { o: [] }]', 1, 0],
    ['[{ m: [] }]', 0, 0],
    ['[{ o: [r] }, {}]', 0, 0],
    ['[]', 0, 0],
    ['[{ unknown: [] }]', 0, 0],
  ])('judge %s', async (security, first, second) => {
    expect((await said(unauthorized, with_(security))).length).toBe(first)
    expect((await said(forbidden, with_(security))).length).toBe(second)
  })

  it('take another status that says so in words', async () => {
    const responses =
      "'200': { description: OK }, '403': { description: 'No valid API key, or no permission' }"
    expect(await said(unauthorized, with_('[{ o: [r] }]', responses))).toEqual([])
    const exception = "'200': { description: OK }, '483': { description: NotAuthorizedException }"
    expect(await said(unauthorized, with_('[{ o: [r] }]', exception))).toEqual([])
    const other = "'200': { description: OK }, '404': { description: You have no access to it }"
    expect(await said(forbidden, with_('[{ o: [r] }]', other))).toEqual([])
  })
})

describe('require-401-response', () => {
  it('counts what asks for a scheme that is declared and cannot be read', async () => {
    const text = `components: { securitySchemes: { o: { $ref: '#/nowhere' } } }\n${get(`security: [{ o: [r] }], responses: { '200': { description: OK } }`)}`
    expect(await said(unauthorized, text)).toHaveLength(1)
  })

  it('takes 403 as well where keys are all that is asked for', async () => {
    const schemes = `components: { securitySchemes: { k: { type: apiKey, in: header, name: X-Key }, t: { type: http, scheme: bearer } } }\n`
    const text = (security: string) =>
      `${schemes}${get(`security: ${security}, responses: { '200': { description: OK }, '403': { description: Forbidden } }`)}`
    expect(await said(unauthorized, text('[{ k: [] }]'))).toEqual([])
    expect(await said(unauthorized, text('[{ k: [] }, { t: [] }]'))).toHaveLength(1)
  })
})

describe('the fix of a response that is missing', () => {
  const of = (responses: string) => `responses: { '200': { description: OK }${responses} }`
  const api = (...operations: readonly string[]) =>
    `security: [{ t: [] }]\ncomponents: { securitySchemes: { t: { type: http, scheme: bearer } }, responses: { R: { description: No }, S: { description: No } } }\npaths:\n${operations.map((responses, index) => `  /p${index}: { get: { ${of(responses)} } }\n`).join('')}`
  const ref = (name: string) => `, '401': { $ref: '#/components/responses/${name}' }`
  const titles = async (...operations: readonly string[]) =>
    (await runRule(unauthorized, { title: '', text: api(...operations) })).findings.map(
      ({ fix }) => fix?.title,
    )

  it('refers to what most other operations use', async () => {
    expect(await titles(ref('S'), ref('R'), ref('R'), '')).toEqual([
      'Refer to `#/components/responses/R` as the 401 response of 1 operation',
    ])
  })

  it('adds a few words to look at where nobody has such a response to refer to', async () => {
    expect(await titles('', '')).toEqual(['Add a 401 response to 2 operations'])
    expect(await titles(", '401': { description: No }", '')).toEqual(['Add a 401 response to 1 operation'])
  })

  it('is safe where several operations document the status, and all of them by the same reference', async () => {
    const kinds = async (...operations: readonly string[]) =>
      (await runRule(unauthorized, { title: '', text: api(...operations) })).findings.map(
        ({ fix }) => fix?.kind,
      )
    expect(await kinds(ref('R'), ref('R'), '')).toEqual(['safe'])
    expect(await kinds(ref('R'), '')).toEqual(['suggested'])
    expect(await kinds(ref('R'), ref('R'), ref('S'), '')).toEqual(['suggested'])
    expect(await kinds(ref('R'), ref('R'), ", '401': { description: No }", '')).toEqual(['suggested'])
    expect(await kinds('', '')).toEqual(['suggested'])
  })

  it('is not there where it would be too long to be looked through', async () => {
    expect(await titles(ref('R'), ...Array.from({ length: 51 }, () => ''))).toEqual([undefined])
  })
})

describe('require-status-response', () => {
  it('asks for each status apart', async () => {
    const text = `paths: { '/a/{id}': { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '200': { description: OK } } }, post: { responses: { '200': { description: OK }, 5XX: { description: No } } } } }\n`
    const options = { always: ['500', '500', '5XX'], withPathParameter: ['404'], withBody: ['415'] }
    expect(await said(status, text, options)).toEqual([
      '`GET /a/{id}` documents no `500` response, which the organisation asks for.',
      '`GET /a/{id}` documents no `5XX` response, which the organisation asks for.',
      '`GET /a/{id}` has a parameter in its path and documents no `404` response, which the organisation asks for.',
    ])
  })
})

describe('require-response-schema', () => {
  const answer = (response: string, status = '200') => get(`responses: { '${status}': ${response} }`)

  it.each([
    answer('{ description: OK }'),
    answer('{ description: OK, content: {} }'),
    answer('{ description: OK, content: { application/json: {} } }'),
    answer('{ description: OK, content: { application/json: { schema: true } } }'),
    answer('{ description: OK, content: { application/hal+json: { schema: {} } } }'),
    answer('{ description: Created, content: { application/xml: { example: a } } }', '201'),
  ])('reports %s', async (text) => {
    expect(await said(schema, text)).toHaveLength(1)
  })

  it.each([
    answer('{ description: Created }', '201'),
    answer('{ description: Nothing }', '204'),
    answer('{ description: OK, content: { image/png: {} } }'),
    answer(
      "{ description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/No' } } } }",
    ),
    answer('{ description: OK, content: { application/json: { schema: { type: string } } } }'),
    answer('{ description: Redirects to the page }'),
    `paths: { /a: { head: { responses: { '200': { description: OK } } } } }\n`,
  ])('is silent about %s', async (text) => {
    expect(await said(schema, text)).toEqual([])
  })

  it.each([
    ['The category exists and has been returned.', 1],
    ['The category exists.', 0],
    ['Will not happen, the server returns 400.', 0],
  ])('takes %j for %d answers without a body', async (description, count) => {
    expect(await said(schema, answer(`{ description: '${description}' }`))).toHaveLength(count)
  })

  it('counts the operations that it judged', async () => {
    const bare = "responses: { '200': { description: OK } }"
    const open = "responses: { '201': { description: OK, content: { application/json: {} } } }"
    const full =
      "responses: { '200': { description: OK, content: { application/json: { schema: { type: object } } } } }"
    const paths = `paths:\n  /a: { get: { ${bare} }, delete: { ${bare} } }\n  /b: { get: { ${bare} }, put: { ${full} } }\n  /c: { get: { ${full} } }\n`
    expect(await said(schema, paths)).toEqual([
      '2 of 3 GET operations that should return data do not describe them, so nobody can tell which data leave the API.',
    ])
    expect(await said(schema, `${paths}  /d: { post: { ${open} } }\n`)).toEqual([
      '3 of 5 operations that should return data do not describe them, so nobody can tell which data leave the API.',
    ])
  })

  it('reads what an operation of OpenAPI 2.0 produces', async () => {
    const text = (produces: string) =>
      get(`produces: [${produces}], responses: { '200': { description: OK } }`)
    expect(await said(schema, text('application/octet-stream'), undefined, 'oas2')).toEqual([])
    expect(await said(schema, text('application/json; charset=utf-8'), undefined, 'oas2')).toHaveLength(1)
  })
})

describe('no-body-on-bodyless-response', () => {
  const answer = (content: string, status = '204') =>
    get(`responses: { '${status}': { description: No, content: ${content} } }`)
  const json = '{ application/json: { schema: { type: object } } }'

  it.each(['101', '204', '205', '304', '1xx'])('reports %s with a body', async (code) => {
    expect(await said(bodyless, answer(json, code))).toHaveLength(1)
  })

  it.each([
    answer(json, '2XX'),
    answer('{}'),
    answer('{ application/json: {} }'),
    answer('{ application/json: { schema: {} } }'),
    answer("{ application/json: { schema: { type: 'null' } } }"),
  ])('is silent about %s', async (text) => {
    expect(await said(bodyless, text)).toEqual([])
  })

  it('points at the reference where another status uses the body, and shows the body beside it', async () => {
    const text = `components: { responses: { R: { description: No, content: ${json} } } }\npaths: { /a: { get: { responses: { '200': { $ref: '#/components/responses/R' } } }, put: { responses: { '205': { $ref: '#/components/responses/R' } } } } }\n`
    const { findings } = await runRule(bodyless, { title: '', text })
    expect(findings.map(({ text: at, related, message }) => [at, related.length, message])).toEqual([
      [
        "'#/components/responses/R'",
        1,
        'The 205 response of `PUT /a` refers to `R`, which describes a body for other statuses as well, but responses with 205 have none.',
      ],
    ])
  })

  it('offers to remove the body only where nobody else needs it', async () => {
    const shared = (other: string) =>
      `components: { responses: { R: { description: No, content: ${json} } } }\n${get(`responses: { '204': { $ref: '#/components/responses/R' }, '${other}': { $ref: '#/components/responses/R' } }`)}`
    const fixes = async (other: string) =>
      (await runRule(bodyless, { title: '', text: shared(other) })).findings.map(
        ({ fix }) => fix !== undefined,
      )
    expect(await fixes('304')).toEqual([true])
    expect(await fixes('200')).toEqual([false])
  })
})

describe('require-problem-details', () => {
  const error = (status: string, type: string, properties: string) =>
    `'${status}': { description: No, content: { ${type}: { schema: { type: object, properties: { ${properties} } } } } }`
  const answers = (...errors: readonly string[]) =>
    get(`responses: { '200': { description: OK }, ${errors.join(', ')} }`)
  const own = error('400', 'application/json', 'code: { type: string }, message: { type: string }')
  const unread = ['400', '404'].map(
    (each) =>
      `'${each}': { description: No, content: { application/json: { schema: { $ref: './common.yaml#/Error' } } } }`,
  )

  it.each([
    answers(own, error('404', 'application/json', 'reason: { type: string }')),
    answers(own, error('404', 'application/problem+json', '')),
    answers("'400': { description: No }", "'404': { description: No }"),
  ])('reports %s', async (text) => {
    expect(await said(problem, text)).toHaveLength(1)
  })

  it.each([
    answers(own, error('404', 'application/json', 'message: { type: string }')),
    answers(own, "'404': { description: No }"),
    answers(
      own,
      error('401', 'application/json', 'error: { type: string }, error_description: { type: string }'),
    ),
    answers(own, "'404': { description: No, content: { text/plain: { schema: { type: string } } } }"),
    answers(
      error('400', 'application/problem+json', ''),
      error('404', 'application/problem+json', 'balance: { type: number }'),
    ),
    answers("'400': { description: No }"),
    answers(...unread),
  ])('is silent about %s', async (text) => {
    expect(await said(problem, text)).toEqual([])
  })

  it('takes what could not be read for described, also in OpenAPI 2.0', async () => {
    const old = unread.map((each) =>
      each.replace('content: { application/json: {', '').replace(/ \} \}$/, ''),
    )
    expect(await said(problem, answers(...old), undefined, 'oas2')).toEqual([])
  })

  it('leaves undecided what some errors that could not be read may describe', async () => {
    const errors = `'400': { description: No }, '404': { description: No }, '409': { $ref: './errors.yaml#/Conflict' }`
    const { findings, undecided } = await runRule(problem, { title: '', text: answers(errors) })
    expect(findings).toEqual([])
    expect(undecided.map(({ because }) => because)).toEqual(['some errors could not be read'])
  })

  it('says for how many operations nothing is described', async () => {
    const none = `{ responses: { '200': { description: OK }, '400': { $ref: '#/components/responses/No' }, '404': { description: No } } }`
    const response = 'components: { responses: { No: { description: No } } }\n'
    const paths = (more: string) => `paths: { /a: { get: ${none}, put: ${none}${more} } }\n${response}`
    expect(await said(problem, paths(''))).toEqual([
      'The errors of all 2 operations have no schema, so clients cannot rely on any format.',
    ])
    expect(await said(problem, paths(", post: { responses: { '204': { description: OK } } }"))).toEqual([
      'The errors of 2 of 3 operations have no schema, so clients cannot rely on any format.',
    ])
  })
})
