import { defineRule } from '@specward/core'
import { placeOf } from './input-place.ts'
import { calledUrls } from './url-inputs.ts'
import { missingLimits } from './url-prose.ts'

export default defineRule({
  id: 'no-unrestricted-url-input',
  title: 'A URL that the API seems to call can be any URL.',
  why: 'Where the API, or a service behind it, calls what it was sent, a caller decides where: an internal address, the cloud metadata, a file. A pattern in the description stops that before any code sees it.',
  fix: 'Give the value a `pattern` that begins with `^https://`, with the hosts where they are known, or an `enum`.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API7:2023'],
    cwe: [918],
    controls: ['INPUT-3'],
    specifications: ['RFC 3986, section 7.6'],
  },
  falsePositives:
    'A URL that is stored and shown needs no such limit. Only those count of which the name (`callbackUrl`, `feedUrl`) or the description ("the URL that we call") tells that they are called. Targets of redirects and what OAuth clients register are left alone. What an operation is there to call, `no-unrestricted-fetch-url` reports.',
  select: 'document',
  check(document, { report, undecided, notApplicable, model }) {
    if (document.operations.length === 0) return notApplicable()
    for (const { name, node, schema, operation, words, owner } of calledUrls(model)) {
      const at = placeOf(node, schema)
      const missing = missingLimits(words)
      if (missing === undefined) {
        undecided({ at, because: `\`${name}\` is limited in words, and not by its schema` })
        continue
      }
      const full = owner === undefined ? name : `${owner}.${name}`
      report({
        at,
        covers: [node],
        message: `\`${operation.label}\` takes \`${full}\`, a URL that is called, but ${missing}.`,
        discriminator: `${operation.identity} ${name}`,
        operations: [operation.label],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Deep in a body, reached through `$ref` and `allOf`, and in a header',
        text: `
paths:
  /jobs:
    post:
      parameters:
        - { name: X-Callback-Url, in: header, schema: { type: string } }
#                                             ^^^^^^
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewJob' }
      responses:
        '202': { description: OK }
components:
  schemas:
    NewJob:
      allOf:
        - type: object
          properties:
            steps:
              type: array
              items: { type: object, properties: { source: { type: string, format: uri, description: We fetch it. } } }
#                                                  ^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /jobs:
    post:
      parameters:
        - name: job
          in: body
          schema: { type: object, properties: { feedUrls: { type: array, items: { type: string } } } }
#                                               ^^^^^^^^
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: in a message that is received',
        format: 'asyncapi2',
        text: `
channels:
  jobs:
    publish:
      message:
        payload: { type: object, properties: { webhookUrl: { type: string } } }
#                                              ^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: in a message that is received',
        format: 'asyncapi3',
        text: `
channels:
  jobs:
    address: jobs
    messages:
      job: { payload: { type: object, properties: { callback: { type: string, format: uri } } } }
#                                                   ^^^^^^^^
operations:
  takeJob:
    action: receive
    channel: { $ref: '#/channels/jobs' }
`,
      },
    ],
    good: [
      {
        title: 'Limited, shown to readers, a relative reference, or no URL at all',
        text: `
paths:
  /jobs:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                callbackUrl: { type: string, format: uri, pattern: '^https://' }
                sourceUrl: { type: string, format: uri }
                target_url: { type: string, description: Linked from the list of jobs. }
                totp_url: { type: string, description: 'An otpauth: URL.' }
                fallbackUrl: { type: string, description: Visitors are redirected to this URL. }
                feedUrl: { type: string, deprecated: true }
                website: { type: string, format: uri }
                documentationUrl: { type: string }
                parent: { type: string, format: uri-reference }
                curl: { type: string }
                urlCount: { type: integer }
                redirect_uri: { type: string }
                hook: { type: string, format: uri, description: Only HTTPS is called. }
#               ~~~~
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: in a response',
        format: 'oas2',
        text: `
paths:
  /jobs:
    get:
      responses:
        '200': { description: OK, schema: { type: object, properties: { feedUrl: { type: string } } } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is sent',
        format: 'asyncapi3',
        text: `
channels:
  jobs:
    address: jobs
    messages:
      job: { payload: { type: object, properties: { callback: { type: string, format: uri } } } }
operations:
  offerJob:
    action: send
    channel: { $ref: '#/channels/jobs' }
`,
      },
    ],
  },
})
