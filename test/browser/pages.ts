import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runIn } from '../run-in.ts'

/** A small API with findings of several rules and severities, some of one cause. */
const ORDERS = `openapi: 3.1.0
info: { title: Orders, version: 1.2.0 }
servers: [{ url: 'http://api.example.com' }]
security: []
tags: [{ name: orders }, { name: people }]
paths:
  /orders:
    get:
      tags: [orders]
      operationId: listOrders
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Person' } } } } }
    post:
      tags: [orders]
      operationId: createOrder
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Person' } } } }
      responses: { '201': { description: Created } }
  /people/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    delete:
      tags: [people]
      operationId: deletePerson
      parameters: [{ name: api_key, in: query, schema: { type: string } }]
      responses: { '204': { description: Deleted } }
    get:
      tags: [people]
      operationId: getPerson
      security: [{ login: [read] }]
      deprecated: true
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Person' } } } } }
components:
  schemas:
    Person:
      type: object
      properties:
        email: { type: string, format: email }
        password: { type: string }
        iban: { type: string }
  securitySchemes:
    login:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: 'http://id.example.com/token', scopes: { read: Read } } }
`

const EVENTS = `asyncapi: 3.0.0
info: { title: Events, version: '1' }
servers:
  main: { host: 'kafka.example.com:9092', protocol: kafka }
channels:
  signedUp:
    address: user/signedup
    messages: { user: { payload: { type: object, properties: { iban: { type: string }, dateOfBirth: { type: string } } } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/signedUp' } }
  hear: { action: receive, channel: { $ref: '#/channels/signedUp' } }
`

/** Texts by which descriptions try to become part of the page. */
export const HOSTILE: readonly string[] = [
  '</script><script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 1">',
  '"><svg onload=window.pwned=1>',
  "' autofocus onfocus='window.pwned=1",
  '<!--<script>',
  '\u202egpj.exe\u2066',
  'javascript:window.pwned=1',
  '{{constructor.constructor("window.pwned=1")()}}',
]

/** Hostile texts at every place that a description has for texts. */
function hostileApi(): string {
  const tag = HOSTILE.join(' ')
  const paths = HOSTILE.map((text, index) => [
    `/x${index}/${text.replaceAll('/', '')}`,
    {
      delete: {
        tags: [text],
        summary: text,
        operationId: text,
        security: [{ [`s${index}`]: [text] }, {}],
        parameters: [{ name: `${text} password`, in: 'query', schema: { type: 'string', pattern: text } }],
        responses: { 200: { description: text, headers: { [`X-${index}-Token`]: { description: text } } } },
      },
    },
  ])
  const schemes = HOSTILE.map((text, index) => [`s${index}`, { type: 'apiKey', in: 'query', name: text }])
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: tag, version: tag, description: tag },
    servers: [{ url: `http://${tag}` }, { url: tag }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: Object.fromEntries(schemes) },
    $ref: tag,
  })
}

/** Twelve hundred operations, a third of them open. */
function largeApi(): string {
  const person = { type: 'object', properties: { email: { type: 'string' }, password: { type: 'string' } } }
  const paths = Array.from({ length: 400 }, (_, index) => [
    `/things-${index}/{id}`,
    {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        tags: [`group ${index % 20}`],
        responses: {
          200: {
            description: 'OK',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Person' } } },
          },
        },
      },
      put: { tags: [`group ${index % 20}`], responses: { 200: { description: 'OK' } } },
      delete: { tags: [`group ${index % 20}`], security: [], responses: { 204: { description: 'Gone' } } },
    },
  ])
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Large', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    security: [{ login: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Person: person },
      securitySchemes: { login: { type: 'http', scheme: 'bearer' } },
    },
  })
}

async function render(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'specward-page-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const names = Object.keys(files).filter((name) => name !== 'specward.yaml')
    const { err } = await runIn(folder, [
      'lint',
      ...names,
      '--format',
      'html',
      '--output',
      'page.html',
      ...args,
    ])
    if (err !== '') throw new Error(err)
    return await readFile(join(folder, 'page.html'), 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Pages as the command line makes them. */
export const PAGES = {
  small: () => render({ 'orders.yaml': ORDERS }, ['--preset', 'strict']),
  messages: () => render({ 'events.yaml': EVENTS }),
  several: () =>
    render({ 'orders.yaml': ORDERS, 'events.yaml': EVENTS, 'broken.yaml': 'openapi: 3.1.0\npaths: {{{' }),
  hostile: () => render({ 'hostile.json': hostileApi() }, ['--preset', 'strict']),
  large: () => render({ 'large.json': largeApi() }),
} as const
