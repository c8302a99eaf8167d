import { defineRule, type Operation, type Parameter, type SecurityScheme, tokens } from '@specward/core'
import { counted } from '../wording.ts'

/** Names that say it themselves. */
const NAMES: ReadonlySet<string> = new Set([
  'jsonp',
  'json callback',
  'jsoncallback',
  'jsonp callback',
  'jsonpcallback',
  'jsonp function',
])

/** Names that may be those of a webhook; what is answered or said has to agree. */
const WEAK_NAMES: ReadonlySet<string> = new Set(['callback', 'cb', 'callback name'])

const SCRIPT = /^(?:application|text)\/(?:x-)?(?:javascript|ecmascript)$|^application\/(?:json-?p|x-jsonp)$/

const SAID = /\bJSON-?P\b|\bpadded JSON\b/i

export default defineRule({
  id: 'no-jsonp',
  title: 'Answers can be loaded as a script by any website (JSONP).',
  why: 'A `script` element passes by the same-origin policy: any page can read the answer, with the cookies of its visitor. The other way round, a page that calls the API runs whatever it sends, and the name of the function is a way to inject code into the answer.',
  fix: 'Take the parameter away, answer with JSON alone, and let the websites that need it read it by CORS.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [346, 829],
    controls: ['CONFIG-1'],
    specifications: ['Fetch Standard, CORS protocol'],
  },
  falsePositives:
    'With public data and no cookies, or where a credential is asked for that browsers do not send by themselves, the danger is for the pages that use it, not for the API. It is said once for a description.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const reads = document.operations.filter(({ kind, method }) => kind === 'http' && method === 'get')
    if (reads.length === 0) return notApplicable()
    const all = reads.flatMap((operation): readonly (readonly [Operation, Parameter])[] => {
      const parameter = operation.parameters.find((each) => isJsonp(each, operation))
      return parameter ? [[operation, parameter]] : []
    })
    // those that say most about the danger go first
    const found = [
      ...all.filter(([each]) => isOpenToWebsites(each)),
      ...all.filter(([each]) => !isOpenToWebsites(each)),
    ]
    const [first] = found
    if (!first) return
    const [operation, { name, node }] = first
    const others = found.length - 1
    report({
      at: node.child('name') ?? node,
      covers: found.map(([, parameter]) => parameter.node),
      message: `\`${operation.label}\`${others === 0 ? '' : ` and ${counted(others, 'other operation')}`} can be loaded as a script: \`${name}\` wraps the answer in a call (JSONP), ${consequence(found.map(([each]) => each))}. Use CORS.`,
      operations: found.map(([{ label }]) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'By its words, in a parameter that is reached through `$ref`; said once',
        text: `
paths:
  /albums:
    get:
      parameters: [{ $ref: '#/components/parameters/Callback' }]
      responses: { '200': { description: OK } }
  /tracks:
    get:
      parameters: [{ $ref: '#/components/parameters/Callback' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    Callback: { name: callback, in: query, description: For JSONP., schema: { type: string } }
#                     ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: by what is answered',
        format: 'oas2',
        text: `
paths:
  /albums:
    get:
      produces: [application/json, application/javascript]
      parameters: [{ name: callback, in: query, type: string }]
#                          ^^^^^^^^
      responses: { '200': { description: OK, schema: { type: object } } }
`,
      },
      {
        title: 'By its name',
        text: `
paths:
  /albums:
    get:
      parameters: [{ name: jsonpCallback, in: query, schema: { type: string } }]
#                          ^^^^^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'A URL to be called, a script without a call, and a parameter of POST',
        text: `
paths:
  /albums:
    get:
      parameters: [{ name: callback, in: query, description: We call this URL when it is ready., schema: { type: string } }]
      responses: { '200': { description: OK, content: { application/json: { schema: { type: object } } } } }
    post:
      parameters: [{ name: jsonp, in: query, schema: { type: string } }]
      responses: { '201': { description: OK } }
  /widget.js:
    get:
      responses: { '200': { description: OK, content: { text/javascript: { schema: { type: string } } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: JSON alone',
        format: 'oas2',
        text: `
paths:
  /albums:
    get:
      produces: [application/json]
      parameters: [{ name: callback, in: query, type: string }]
      responses: { '200': { description: OK, schema: { type: object } } }
`,
      },
    ],
  },
})

function consequence(found: readonly Operation[]): string {
  const open = found.filter(isOpenToWebsites).length
  if (open === 0) return 'which runs as code in the page that loads it'
  return `which any website can read${open === found.length ? '' : ` of ${open} of these operations`}`
}

/** Whether a page of somebody else gets the answer: without any credential, or with one that browsers send by themselves. */
function isOpenToWebsites({ security: { kind, alternatives } }: Operation): boolean {
  if (kind !== 'required') return kind !== 'unreadable'
  return alternatives.some(({ requirements }) =>
    requirements.every(({ scheme }) => scheme !== undefined && isSentByBrowsers(scheme)),
  )
}

function isSentByBrowsers({ type, in: where, httpScheme = '' }: SecurityScheme): boolean {
  return (
    (type === 'apiKey' && where === 'cookie') ||
    (type === 'http' && ['basic', 'digest', 'negotiate', 'ntlm'].includes(httpScheme)) ||
    type === 'mutualTLS'
  )
}

function isJsonp({ name, in: where, node }: Parameter, { responses }: Operation): boolean {
  if (where !== 'query') return false
  const words = tokens(name).join(' ')
  if (NAMES.has(words)) return true
  if (!WEAK_NAMES.has(words)) return false
  if (SAID.test(node.child('description')?.string ?? '')) return true
  return responses.some(({ response }) => response?.content.some(({ type }) => SCRIPT.test(type)))
}
