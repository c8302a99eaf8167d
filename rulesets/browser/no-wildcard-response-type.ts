import { defineRule, type Operation } from '@specward/core'
import { essenceOf, placeOf, type WrittenType, writtenTypes } from '../input/media-types.ts'
import { operationsOf, wildcardsIn } from '../input/wildcard-types.ts'
import { counted } from '../wording.ts'

export default defineRule({
  id: 'no-wildcard-response-type',
  title: 'Responses have no media type that a client could rely on.',
  why: 'A client that does not know what it gets guesses, and a browser that guesses HTML runs what is in it. A gateway cannot check a body whose type it does not know.',
  fix: 'Name the media type of the response. Springdoc writes `*/*` unless `springdoc.default-produces-media-type` or `produces` says otherwise.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436],
    controls: ['INPUT-6', 'DATA-7'],
    specifications: ['RFC 9110, section 8.3'],
  },
  falsePositives:
    'What is passed through from elsewhere (`proxy`, `exec`, `attach`, `portforward`, `tunnel`) has no type of its own and is left alone, and so is a wildcard beside types that are named.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    if (!writtenTypes(model).some(({ direction }) => direction === 'response')) return notApplicable()
    const places = wildcardsIn(model, 'response').filter(
      (written) => !isBesideOthers(written) && written.operations.some((operation) => !isStream(operation)),
    )
    const [first] = places
    if (!first) return
    const operations = operationsOf(places).filter((operation) => !isStream(operation))
    report({
      at: placeOf(first),
      covers: places.map(({ node }) => node),
      message: `${counted(operations.length, 'operation')} ${operations.length === 1 ? 'declares' : 'declare'} \`${first.text}\` as the response type, so neither clients nor tests can check what comes back.`,
      cause: first.node,
      operations: operations.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'As springdoc writes it, in a response that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
    delete:
      responses:
        '200': { description: OK, content: { '*/*': { schema: { type: string } } } }
components:
  responses:
    Orders:
      description: OK
      content:
        '*/*': { schema: { type: object } }
#       ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      produces: ['*/*']
#                ^^^^^
      responses:
        '200': { description: OK, schema: { type: object } }
`,
      },
    ],
    good: [
      {
        title: 'Named types, and what is sent',
        text: `
paths:
  /orders:
    post:
      requestBody: { content: { '*/*': { schema: { type: object } } } }
      responses:
        '200': { description: OK, content: { application/json: { schema: { type: object } }, image/*: {} } }
`,
      },
      {
        title: 'A wildcard beside named types',
        text: `
paths:
  /avatars/{id}:
    get:
      responses:
        '200': { description: OK, content: { image/png: {}, image/svg+xml: {}, '*/*': {} } }
`,
      },
      {
        title: 'OpenAPI 2.0: what is passed through',
        format: 'oas2',
        text: `
paths:
  /pods/{name}/exec:
    post:
      produces: ['*/*']
      responses: { '200': { description: OK, schema: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is returned',
        format: 'oas2',
        text: `
produces: ['*/*']
paths:
  /orders:
    delete:
      responses: { '204': { description: OK } }
`,
      },
    ],
  },
})

/** Where something else is passed through as it comes. */
const STREAMS: ReadonlySet<string> = new Set(['proxy', 'exec', 'attach', 'portforward', 'tunnel'])

function isStream({ classes, path }: Operation): boolean {
  if (classes.has('fetch')) return true
  return path.split('/').some((segment) => STREAMS.has(segment.toLowerCase()))
}

/** The named types say what usually comes. */
function isBesideOthers({ node }: WrittenType): boolean {
  return [...(node.parent?.children() ?? [])].some(
    ({ key, string }) => !essenceOf(string ?? key).includes('*'),
  )
}
