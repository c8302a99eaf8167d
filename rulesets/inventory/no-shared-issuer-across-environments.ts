import { defineRule, type SchemeUrl, type SecurityScheme, type Server, splitUrl } from '@specward/core'
import { addressNode } from '../transport/server-parts.ts'
import { isKin, isTrial, isTrialHost } from './environments.ts'

export default defineRule({
  id: 'no-shared-issuer-across-environments',
  title: 'Production and a trial environment trust the same issuer of tokens.',
  why: 'Trial environments have more users, weaker secrets and logs that many can read. A token that leaks there opens production as well, unless production looks at more than the issuer.',
  fix: 'Let each environment have an issuer of its own, and describe it by a scheme of its own or in a description of its own. Where one issuer has to serve both, give each an audience of its own and check it.',
  presets: { strict: 'info' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1188],
    controls: ['INV-2'],
    specifications: ['RFC 9700, section 2.3', 'RFC 9068, section 4'],
  },
  falsePositives:
    'Tokens may carry an audience that keeps the environments apart; the description cannot show it. A relative URL is resolved against each server, and an issuer that is itself named after an environment shows that there is more than one.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const urls = document.schemes
      .filter((scheme) => isInUse(scheme, document.servers))
      .flatMap((scheme) => scheme.urls)
    const issuers = urls.filter(({ url }) => splitUrl(url).host !== '')
    const reached = document.servers.filter(({ expansions }) =>
      expansions.some(({ reach }) => reach === 'public'),
    )
    if (issuers.length === 0 || reached.length < 2) return notApplicable()
    const trial = reached.find(isTrial)
    const production = reached.find((server) => !isTrial(server) && trial && isKin(server, trial))
    if (!trial || !production || issuers.some(isOfTrial)) return
    const [issuer] = issuers
    if (!issuer) return
    report({
      at: addressNode(trial, document),
      message: `\`${trial.template}\` and \`${production.template}\` trust the same issuer, \`${splitUrl(issuer.url).host}\`: tokens of one may be good for the other.`,
      related: [
        { at: issuer.node, message: 'the issuer of both' },
        { at: addressNode(production, document), message: 'the other environment' },
      ],
    })
  },
  examples: {
    bad: [
      {
        title: 'One issuer for staging and production',
        text: `
servers:
  - url: https://api.acme.com
  - url: https://api.staging.acme.com
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
security: [{ oauth: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.acme.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'The description tells the environments apart; the scheme is reached through `$ref`',
        text: `
servers:
  - url: https://a.acme.com
    description: Live
  - url: https://b.acme.com
#        ^^^^^^^^^^^^^^^^^^
    description: Sandbox for partners
security: [{ login: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oidc' }
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.acme.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'AsyncAPI 2: the names of the servers',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: 'kafka1.acme.com:9093', protocol: kafka-secure, security: [{ oauth: [] }] }
  test:
    url: kafka2.acme.com:9093
#        ^^^^^^^^^^^^^^^^^^^^
    protocol: kafka-secure
    security: [{ oauth: [] }]
channels:
  orders:
    subscribe: { security: [{ oauth: [] }], message: { payload: { type: object } } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.acme.com/token', scopes: {} }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: stream.acme.com, protocol: wss }
  staging:
    host: stream.staging.acme.com
#         ^^^^^^^^^^^^^^^^^^^^^^^
    protocol: wss
channels:
  orders: { address: orders }
operations:
  placed:
    action: send
    channel: { $ref: '#/channels/orders' }
    security: [{ $ref: '#/components/securitySchemes/oidc' }]
components:
  securitySchemes:
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.acme.com/.well-known/openid-configuration' }
`,
      },
    ],
    good: [
      {
        title: 'A scheme for each environment',
        text: `
servers:
  - url: https://api.acme.com
  - url: https://api.staging.acme.com
security: [{ oauth: [] }, { staging: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth: { type: openIdConnect, openIdConnectUrl: 'https://id.acme.com/.well-known/openid-configuration' }
    staging: { type: openIdConnect, openIdConnectUrl: 'https://id.staging.acme.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'Near miss: a relative URL is another one for each server',
        text: `
servers:
  - url: https://api.acme.com
  - url: https://api.staging.acme.com
security: [{ oauth: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: /oauth/token, scopes: {} }
`,
      },
      {
        title: 'Near miss: regions, and a word that only contains another',
        text: `
servers:
  - url: https://latest.acme.com
  - url: https://eu.acme.com
security: [{ login: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { type: openIdConnect, openIdConnectUrl: 'https://id.acme.com/.well-known/openid-configuration' }
`,
      },
    ],
  },
})

/** By operations, or by clients that connect to a server of AsyncAPI. */
function isInUse(scheme: SecurityScheme, servers: readonly Server[]): boolean {
  return (
    scheme.operations.length > 0 ||
    servers.some(({ security }) =>
      security?.alternatives.some(({ requirements }) => requirements.some((each) => each.scheme === scheme)),
    )
  )
}

function isOfTrial({ url }: SchemeUrl): boolean {
  return isTrialHost(splitUrl(url).host)
}
