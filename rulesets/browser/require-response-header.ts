import { defineRule, type Operation, type Response } from '@specward/core'
import { responseHeader } from '../headers.ts'
import { counted, listed } from '../wording.ts'
import { isCookie } from './cookies.ts'

export default defineRule({
  id: 'require-response-header',
  title: 'A response lacks a header field that the organisation asks for.',
  why: 'Header fields such as `Content-Security-Policy`, `X-Content-Type-Options` and `Strict-Transport-Security` tell browsers to load no foreign scripts, to guess no types and to use no plain HTTP. Where they are missing, a single mistake in a page is enough to attack its visitors.',
  fix: 'Send the field and document it under `headers` of the response, or leave it to the gateway and say so with a waiver.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [693],
    controls: ['CONFIG-3'],
    specifications: [
      'RFC 6797, section 6.1',
      'Fetch Standard, X-Content-Type-Options header',
      'Content Security Policy Level 3',
    ],
  },
  falsePositives:
    'By default, only successful responses of HTML are looked at that browsers show as pages: those to `GET` without a credential, or with a cookie. A fragment that programs fetch is none. The fields are often added by a gateway, and then stand in no description.',
  options: {
    headers: {
      type: 'string-list',
      default: ['Strict-Transport-Security', 'X-Content-Type-Options', 'Content-Security-Policy'],
      description: 'Names of the header fields, in any case.',
    },
    statuses: {
      type: 'string-list',
      default: ['2XX'],
      description: 'Statuses of the responses that need them: `200`, `4XX`, `default`. Empty: all.',
    },
    mediaTypes: {
      type: 'string-list',
      default: ['text/html', 'application/xhtml+xml'],
      description:
        'Media types of the responses that need them, if they come in no other. Empty: all, also those without a body.',
    },
  },
  select: 'document',
  check({ operations }, { report, notApplicable, options }) {
    const types = new Set(options.mediaTypes.map((type) => type.toLowerCase()))
    const isMeant = statusTest(options.statuses)
    const judged = new Map<Response, string[]>()
    for (const operation of operations) {
      const { kind, responses, label } = operation
      if (kind !== 'http') continue
      for (const { status, response } of responses) {
        if (!response || !isMeant(status)) continue
        if (types.size > 0 && !isOfTypes(response, types)) continue
        if (types.size > 0 && isHtml(response) && !isOpenedByBrowsers(operation)) continue
        const labels = judged.get(response)
        if (labels) labels.push(label)
        else judged.set(response, [label])
      }
    }
    if (judged.size === 0) return notApplicable()
    const lacking = [...judged].flatMap(([response, labels]) => {
      const missing = options.headers.filter((name) => !responseHeader(response, name))
      return missing.length > 0 ? [{ response, labels, missing }] : []
    })
    const [first, ...others] = lacking
    if (!first) return
    const missing = options.headers.filter((name) => lacking.some((each) => each.missing.includes(name)))
    const labels = [...new Set(lacking.flatMap((each) => each.labels))]
    report({
      at: first.response.node,
      covers: lacking.map(({ response }) => response.node),
      message: `${subjectOf(lacking, labels)} ${labels.length === 1 ? 'documents' : 'document'} ${noneOf(lacking, missing)}.`,
      operations: labels,
      related: others.slice(0, 5).map(({ response, missing: here }) => ({
        at: response.node,
        message: `Here, ${listed(here)} ${here.length === 1 ? 'is' : 'are'} missing.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A page without any of them, reached through `$ref`',
        text: `
paths:
  /welcome:
    get:
      responses:
        '200': { $ref: '#/components/responses/Page' }
components:
  responses:
    Page:
#   ^^^^
      description: OK
      headers:
        X-Frame-Options: { schema: { type: string } }
      content:
        text/html; charset=utf-8: { schema: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: one is missing',
        format: 'oas2',
        text: `
produces: [text/html]
paths:
  /welcome:
    get:
      responses:
        '200':
#       ^^^^^
          description: OK
          headers:
            strict-transport-security: { type: string }
            Content-Security-Policy: { type: string }
          schema: { type: string }
`,
      },
    ],
    good: [
      {
        title: 'A page with all of them; JSON, and what can be had as JSON',
        text: `
paths:
  /welcome:
    get:
      responses:
        '200':
          description: OK
          headers:
            strict-transport-security: { schema: { type: string } }
            x-content-type-options: { schema: { type: string } }
            content-security-policy: { schema: { type: string } }
          content:
            text/html: { schema: { type: string } }
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { type: string } }
            text/html: { schema: { type: string } }
`,
      },
      {
        title: 'A fragment of HTML that programs fetch',
        text: `
paths:
  /markdown:
    post:
      responses:
        '200': { description: OK, content: { text/html: { schema: { type: string } } } }
  /readme:
    get:
      security: [{ token: [] }]
      responses:
        '200': { description: OK, content: { text/html: { schema: { type: string } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: a page that tells of an error',
        format: 'oas2',
        text: `
produces: [text/html]
paths:
  /welcome:
    get:
      responses:
        '200': { description: OK }
        '500': { description: Error, schema: { type: string } }
`,
      },
    ],
  },
})

interface Lacking {
  readonly response: Response
  readonly missing: readonly string[]
}

function subjectOf(lacking: readonly Lacking[], labels: readonly string[]): string {
  const what = lacking.every(({ response }) => isHtml(response)) ? 'HTML response' : 'response'
  return labels.length === 1
    ? `The ${what} of \`${labels[0]}\``
    : `The ${what}s of ${counted(labels.length, 'operation')}`
}

function noneOf(lacking: readonly Lacking[], missing: readonly string[]): string {
  const [name] = missing
  if (missing.length === 1) return `no \`${name}\``
  const isSame = lacking.every((each) => each.missing.length === missing.length)
  return `${isSame ? 'none' : 'not all'} of ${listed(missing)}`
}

const HTML: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])

function isHtml(response: Response): boolean {
  return isOfTypes(response, HTML)
}

/** Whoever sends a credential in a header is a program, and shows what it gets in its own way. */
function isOpenedByBrowsers({ method, security }: Operation): boolean {
  if (method !== 'get') return false
  return (
    security.kind !== 'required' ||
    security.alternatives.some(({ requirements }) => requirements.every(({ scheme }) => isCookie(scheme)))
  )
}

/** What can be had as JSON as well is made for programs; generators list every type that a framework knows. */
function isOfTypes({ content }: Response, types: ReadonlySet<string>): boolean {
  return content.length > 0 && content.every(({ type }) => types.has(type))
}

/** `2XX` stands for all of its class, and a range in a description for each of its statuses. */
function statusTest(statuses: readonly string[]): (status: string) => boolean {
  if (statuses.length === 0) return () => true
  const wanted = new Set(statuses.map((status) => status.toUpperCase()))
  const classes = new Set([...wanted].map((status) => `${status.slice(0, 1)}XX`))
  return (status) => {
    const written = status.toUpperCase()
    if (wanted.has(written)) return true
    return written.endsWith('XX') ? classes.has(written) : wanted.has(`${written.slice(0, 1)}XX`)
  }
}
