import { defineRule, type Node } from '@specward/core'
import { readPattern } from './pattern.ts'
import { requirementsInForce } from './scheme-uses.ts'
import { isOfOpenId } from './scope-words.ts'

export default defineRule({
  id: 'require-scope-format',
  title: 'The name of a scope is not formed as the organisation wants it.',
  why: 'Where all scopes are named alike, people who grant them and programs that check them can tell by the name what a scope allows. A name of another form is read wrongly, or not covered by the policies of the gateway.',
  fix: 'Name the scope by the pattern of the organisation, at the authorization server as well.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [1220],
    controls: ['TOKEN-3'],
    specifications: ['RFC 6749, section 3.3'],
  },
  falsePositives:
    'Nothing is judged until the option `pattern` is set. Scopes of OpenID Connect such as `openid` have names of their own and are left alone.',
  options: {
    pattern: {
      type: 'string',
      default: '',
      description:
        'Regular expression for the whole name of a scope, such as `[a-z-]+:(read|write)`. Without look-around and back-references.',
    },
  },
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable, options, model }) {
    const isScoped = scheme.type === 'oauth2' || scheme.type === 'openIdConnect'
    if (options.pattern === '' || !isScoped) return notApplicable()
    const scopes = new Map<string, Node>()
    const required = scheme.type === 'oauth2' ? [] : requirementsInForce(scheme, model)
    for (const { name, node } of [...scheme.flows, ...required].flatMap((each) => each.scopes)) {
      if (!scopes.has(name) && !isOfOpenId(name)) scopes.set(name, node)
    }
    if (scopes.size === 0) return notApplicable()
    const pattern = readPattern(options.pattern)
    if (!pattern) {
      const because = 'the option `pattern` is no regular expression that Specward can match in bounded time'
      return undecided({ at: scheme.node, because })
    }
    for (const [name, node] of scopes) {
      if (name.length <= LONGEST && pattern.matches(name)) continue
      report({
        at: { node, part: node.parent?.isList ? 'value' : 'key' },
        covers: [name],
        message: `Scope \`${name}\` of \`${scheme.name}\` is not of the form \`${options.pattern}\`.`,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'With `pattern: "[a-z-]+:(read|write)"`',
        options: { pattern: '[a-z-]+:(read|write)' },
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes:
            orders:read: Read
            writeOrders: Write
#           ^^^^^^^^^^^
`,
      },
      {
        title: 'In two flows, named once, in a scheme that is reached through `$ref`',
        options: { pattern: '^[a-z]+$' },
        text: `
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes:
            orders2: Orders
#           ^^^^^^^
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders2: Orders, openid: Sign in }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        options: { pattern: '[a-z]+\\.[a-z]+' },
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes:
      orders.read: Read
      orders_write: Write
#     ^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: a scope of OpenID Connect, where it is required',
        format: 'asyncapi3',
        options: { pattern: '[a-z]+:[a-z]+' },
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/oidc' }]
channels:
  orders: { address: /orders }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  securitySchemes:
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://id.example.com/.well-known/openid-configuration
      scopes:
        - openid
        - orders
#         ^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Without a pattern, all names are right',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'Any.Name_at-all': Orders } }
`,
      },
      {
        title:
          'AsyncAPI 2: the pattern is for the whole name; with a pattern that cannot be read, nothing is decided',
        format: 'asyncapi2',
        options: { pattern: '(orders' },
        text: `
components:
  securitySchemes:
    oauth:
#   ~~~~~
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
  },
})

/** Longer names are no names. */
const LONGEST = 500
