import { type At, defineRule } from '@specward/core'
import { worst } from '../url-pattern.ts'
import { type CallbackUrl, callbacksOf, callerExpression, type Found, lookUp } from './callbacks.ts'
import { placeOf } from './input-place.ts'
import { urlReach } from './url-constraint.ts'
import { limitsInWords, refusesHosts, wordsOf } from './url-prose.ts'

export default defineRule({
  id: 'no-unrestricted-callback-url',
  title: 'A callback goes to any URL that the caller names.',
  why: 'The API sends its callbacks from inside the network to an address that the caller has chosen. Unless that is limited, it can be an internal service or the cloud metadata (server-side request forgery), or plain HTTP, over which anybody on the way reads what is sent.',
  fix: 'Give the value that the expression names a `pattern` that begins with `^https://`, with the hosts where they are known, or an `enum`. Where any host is meant, refuse private addresses and redirects in the code that delivers, and say so in the description.',
  presets: { recommended: 'warn', strict: 'warn', 'event-driven': 'warn' },
  formats: ['oas3'],
  references: {
    owasp: ['API7:2023'],
    cwe: [918],
    controls: ['TRANSPORT-4', 'INPUT-3'],
    specifications: ['OpenAPI 3.1.1, Callback Object', 'RFC 3986, section 7.6'],
  },
  falsePositives:
    'Whether the API checks the URL in its code or when a client is registered, the description cannot show. Where its own description demands `https` in words alone, it is not decided.',
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model }) {
    const callbacks = callbacksOf(operation, model).filter(({ url }) => callerExpression(url) !== undefined)
    if (callbacks.length === 0) return notApplicable()
    for (const callback of callbacks) {
      const expression = callerExpression(callback.url) ?? ''
      const found = lookUp(expression, operation)
      if (found.kind === 'unknown') {
        const because = `\`${operation.label}\` does not describe what \`${expression}\` stands for`
        undecided({ at: { node: callback.node, part: 'key' }, because })
      } else if (found.kind === 'nothing') {
        const { parent } = callback.node
        const message = `Callback \`${parent?.key}\` of \`${operation.label}\` goes to ${inputOf(expression)}, which the operation does not declare.`
        report({ at: { node: callback.node, part: 'key' }, message, discriminator: callback.url })
      } else {
        const reach = worst(found.leaves.map(({ schema }) => urlReach(schema, model)))
        if (reach === 'hosts' || reach === 'path') continue
        const loose = found.leaves.find(({ schema }) => urlReach(schema, model) === reach)
        if (!loose) continue
        const words = wordsOf(loose.node, loose.schema)
        const said = limitsInWords(words)
        if (reach === 'https') {
          if (!refusesHosts(words, operation.description)) report(hostsFindingFor(callback, loose))
        } else if (said.https) {
          const because = `${whatOf(loose)} is limited in words, and not by its schema`
          undecided({ at: at(loose), because })
        } else report(findingFor(callback, loose, said.hosts))
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'Any URI in the body',
        text: `
paths:
  /exports:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { notify: { type: string, format: uri } }
#                           ^^^^^^
      callbacks:
        done:
          '{$request.body#/notify}':
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'A callback, a body and a query parameter that are reached through `$ref`',
        text: `
paths:
  /exports:
    post:
      parameters:
        - { $ref: '#/components/parameters/Callback' }
      requestBody: { $ref: '#/components/requestBodies/Export' }
      callbacks:
        done: { $ref: '#/components/callbacks/Done' }
        failed:
          '{$request.query.callbackUrl}?state=failed':
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
components:
  parameters:
    Callback: { name: callbackUrl, in: query, schema: { type: string, pattern: 'https://.*' } }
#                                             ^^^^^^
  requestBodies:
    Export:
      content:
        application/json: { schema: { allOf: [{ $ref: '#/components/schemas/Export' }] } }
  schemas:
    Export:
      type: object
      properties:
        hooks: { type: array, items: { type: object, properties: { url: { type: string } } } }
#                                                                  ^^^
  callbacks:
    Done:
      '{$request.body#/hooks/0/url}':
        post: { responses: { '204': { description: OK } } }
`,
      },
      {
        title: 'Over HTTPS, but to any host',
        text: `
paths:
  /exports:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { notify: { type: string, pattern: '^https://' } } }
#                                                 ^^^^^^
      callbacks:
        done:
          '{$request.body#/notify}':
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'An expression that leads nowhere',
        format: 'oas3.0',
        text: `
paths:
  /exports:
    post:
      parameters:
        - { name: callback, in: query, schema: { type: string, pattern: '^https://' } }
      callbacks:
        done:
          '{$request.query.callbackUrl}':
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Limited to HTTPS, chosen from a list, or said by the API',
        text: `
paths:
  /exports:
    post:
      parameters:
        - { name: X-Notify, in: header, description: Private addresses are refused., schema: { type: string, pattern: '^https://' } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                region: { type: string, enum: ['https://eu.example.com', 'https://us.example.com'] }
      callbacks:
        done:
          '{$request.header.x-notify}/done':
            post: { responses: { '204': { description: OK } } }
          '{$request.body#/region}':
            post: { responses: { '204': { description: OK } } }
          '{$response.body#/url}':
            post: { responses: { '204': { description: OK } } }
          'https://{$request.body#/tenant}.example.com/':
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'Limited in words alone: not decided',
        text: `
paths:
  /exports:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { notify: { type: string, description: Only HTTPS is supported. } } }
#                                                 ~~~~~~
      callbacks:
        done:
          '{$request.body#/notify}':
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'The body is not described: not decided',
        text: `
paths:
  /exports:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object }
      callbacks:
        done:
          '{$request.body#/notify}':
#         ~~~~~~~~~~~~~~~~~~~~~~~~~
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
    ],
  },
})

type Loose = Extract<Found, { kind: 'schemas' }>['leaves'][number]

function findingFor({ operation, node, url }: CallbackUrl, loose: Loose, refuses: boolean) {
  const missing = refuses ? '' : ', and nothing says that internal addresses are refused'
  return {
    at: at(loose),
    message: `\`${operation.label}\` sends a callback to the URL in ${whatOf(loose)}, but its schema does not require \`https\`${missing}.`,
    related: [{ at: { node, part: 'key' } as const, message: 'The callback.' }],
    cause: loose.schema.node,
    discriminator: url,
  }
}

function hostsFindingFor({ operation, node, url }: CallbackUrl, loose: Loose) {
  return {
    at: at(loose),
    message: `\`${operation.label}\` sends a callback to the URL in ${whatOf(loose)}, for which any host fits, internal ones included.`,
    related: [{ at: { node, part: 'key' } as const, message: 'The callback.' }],
    cause: loose.schema.node,
    discriminator: url,
  }
}

function at({ name, node, schema }: Loose): At {
  return name === '' ? { node: schema.node, part: 'key' } : placeOf(node, schema)
}

function whatOf({ name }: Loose): string {
  return name === '' ? 'the body' : `\`${name}\``
}

/** `$request.query.queryUrl` in words. */
function inputOf(expression: string): string {
  const [, where, name] = /^\$request\.(query|header|path)\.(.*)$/s.exec(expression) ?? []
  if (where === undefined) return `\`${expression}\``
  return `the ${where === 'header' ? 'header' : `${where} parameter`} \`${name}\``
}
