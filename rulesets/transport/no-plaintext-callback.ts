import { defineRule, reachOf, splitUrl } from '@specward/core'
import { callbacksOf } from '../input/callbacks.ts'
import { securedUrl } from './secure-url.ts'

export default defineRule({
  id: 'no-plaintext-callback',
  title: 'A callback is sent over plain HTTP.',
  why: 'What the API sends to its clients passes networks that nobody controls. Over plain HTTP an attacker on the way can read it, change it, or answer in the name of the client.',
  fix: 'Send callbacks to `https` URLs alone.',
  presets: { recommended: 'error', strict: 'error', 'event-driven': 'error' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023'],
    cwe: [319],
    controls: ['TRANSPORT-4'],
    specifications: ['OpenAPI 3.1.1, Callback Object', 'RFC 9110, section 4.2.2'],
  },
  falsePositives: 'URLs of the same machine are left alone, those of a private network are left undecided.',
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model }) {
    const callbacks = callbacksOf(operation, model)
    if (callbacks.length === 0) return notApplicable()
    for (const { node, url } of callbacks) {
      const { protocol, host } = splitUrl(url)
      const reach = reachOf(host)
      if (protocol !== 'http' || reach === 'loopback') continue
      if (reach === 'private') {
        const because = `\`${url}\` is unencrypted, but \`${host}\` is a private host: whether something else protects its traffic, the description cannot say`
        undecided({ at: { node, part: 'key' }, because })
        continue
      }
      const secured = securedUrl(url)
      report({
        at: { node, part: 'key' },
        message: `\`${operation.label}\` sends a callback to \`${url}\`, which uses unencrypted \`http\`.`,
        discriminator: url,
        cause: node,
        ...(secured === undefined
          ? {}
          : {
              fix: {
                title: `Use \`${secured}\``,
                kind: 'suggested',
                edits: [{ node, edit: { op: 'rename', path: node.path, to: secured } }],
              },
            }),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A fixed URL, and one whose host the caller chooses',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done:
          http://notify.example.com?id={$request.body#/id}:
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            post: { responses: { '204': { description: OK } } }
          'http://{$request.query.host}/done':
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'Reached through `$ref`',
        format: 'oas3.0',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done: { $ref: '#/components/callbacks/Done' }
      responses:
        '202': { description: OK }
components:
  callbacks:
    Done:
      'HTTP://notify.example.com':
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        post: { responses: { '204': { description: OK } } }
`,
      },
    ],
    good: [
      {
        title: 'Within a cluster: not decided',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done:
          http://orders.default.svc/cb:
#         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'Encrypted',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done:
          https://notify.example.com?id={$request.body#/id}:
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'The same machine, and a URL that comes from the caller: another rule looks at its pattern',
        text: `
paths:
  /exports:
    post:
      callbacks:
        done:
          http://localhost:8080/done:
            post: { responses: { '204': { description: OK } } }
          '{$request.query.url}':
            post: { responses: { '204': { description: OK } } }
      responses:
        '202': { description: OK }
`,
      },
    ],
  },
})
