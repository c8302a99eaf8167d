import {
  defineRule,
  type EffectiveSecurity,
  type Operation,
  type SecurityScheme,
  type ServerExpansion,
} from '@specward/core'
import { listed } from '../wording.ts'
import { exposureOf, isFirstOfLine, privateBecause, unknownBecause } from './exposure.ts'
import { secureServer } from './secure-url.ts'

export default defineRule({
  id: 'no-certificate-without-tls',
  title: 'A client certificate is asked for where there is no TLS.',
  why: 'A client presents its certificate within the TLS handshake. Without TLS there is none, so the server either lets nobody in, or takes the certificate from a header that anybody can write.',
  fix: 'Offer the server over TLS alone.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [319, 290],
    controls: ['TRANSPORT-1', 'TRANSPORT-5', 'AUTHN-9'],
    specifications: ['RFC 8705, section 2', 'RFC 8446, section 4.4.2'],
  },
  falsePositives:
    'Names of protocols that are used with and without TLS, such as `mqtt`, count as TLS where every client needs a certificate. Private hosts are left undecided, because a service mesh may add the TLS.',
  select: 'server',
  gateway: 'tls',
  check(expansion, { report, undecided, notApplicable, format }) {
    if (!isFirstOfLine(expansion)) return notApplicable()
    const { server, decidedBy: at, protocol, reach } = expansion
    const operations = server.operations.filter(
      ({ kind, security }) => (kind === 'http' || kind === 'message') && certificatesOf(security).length > 0,
    )
    const schemes = [
      ...certificatesOf(server.security),
      ...operations.flatMap(({ security }) => certificatesOf(security)),
    ]
    if (schemes.length === 0) return notApplicable()
    // there is no room for doubt where the protocol itself is the unencrypted one
    const isNamed = format.startsWith('asyncapi') && /^(?:http|ws)$/.test(protocol) && reach === 'public'
    const exposure = isNamed ? 'exposed' : exposureOf(expansion)
    if (exposure === 'protected') return
    if (exposure === 'unknown') return undecided({ at, because: unknownBecause(expansion) })
    if (exposure === 'private') return undecided({ at, because: privateBecause(expansion) })
    report({
      at,
      message: messageFor(expansion, schemes),
      operations: operations.map(({ label }: Operation) => label),
      fix: format.startsWith('oas') ? secureServer(expansion) : undefined,
    })
  },
  examples: {
    bad: [
      {
        title: 'Mutual TLS over HTTP',
        text: `
servers:
  - url: http://api.acme.com
#        ^^^^^^^^^^^^^^^^^^^
security: [{ certificate: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
`,
      },
      {
        title: 'One of two ways in, at a server of a path item that is reached through `$ref`',
        text: `
servers: [{ url: https://api.acme.com }]
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  securitySchemes:
    certificate: { $ref: '#/components/securitySchemes/mtls' }
    mtls: { type: mutualTLS }
    token: { type: http, scheme: bearer }
  pathItems:
    Orders:
      servers:
        - url: '{scheme}://orders.acme.com'
          variables:
            scheme: { default: https, enum: [https, http] }
#                                                   ^^^^
      get:
        security: [{ token: [] }, { certificate: [] }]
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: WebSockets without TLS',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: stream.acme.com
    protocol: ws
#             ^^
    security: [{ certificate: [] }]
components:
  securitySchemes:
    certificate: { type: X509 }
`,
      },
      {
        title: 'AsyncAPI 3: a password will do as well, so `mqtt` is no TLS',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: mqtt.acme.com:1883
    protocol: mqtt
#             ^^^^
    security: [{ type: X509 }, { type: userPassword }]
`,
      },
    ],
    good: [
      {
        title: 'Mutual TLS over HTTPS, and no certificate over HTTP',
        text: `
servers: [{ url: https://api.acme.com }]
security: [{ certificate: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /catalogue:
    servers: [{ url: http://static.acme.com }]
    get:
      security: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
`,
      },
      {
        title: 'A relative server, and a private host: not decided',
        text: `
servers:
  - url: /v1
#        ~~~
  - url: http://orders.svc
#        ~~~~~~~~~~~~~~~~~
security: [{ certificate: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
`,
      },
      {
        title: 'Near miss: `mqtt` with a certificate for everybody is MQTT over TLS',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: mqtt.acme.com
    protocol: mqtt
    security: [{ type: X509 }]
`,
      },
    ],
  },
})

const certificates = new WeakMap<EffectiveSecurity, readonly SecurityScheme[]>()

function certificatesOf(security: EffectiveSecurity | undefined): readonly SecurityScheme[] {
  if (!security) return []
  const known = certificates.get(security)
  if (known) return known
  const schemes = security.alternatives.flatMap(({ requirements }) =>
    requirements.flatMap(({ scheme }) => scheme ?? []),
  )
  const found = [...new Set(schemes)].filter(({ type }) => type === 'mutualTLS' || type === 'X509')
  certificates.set(security, found)
  return found
}

function messageFor({ url, host, protocol }: ServerExpansion, schemes: readonly SecurityScheme[]): string {
  const names = [...new Set(schemes.map(({ name }) => name).filter((name) => name !== ''))]
  const whose =
    names.length === 0 ? 'A client certificate is' : `${listed(names)} ${names.length === 1 ? 'is' : 'are'}`
  const over = url.includes('://') || host === '' ? url : `${protocol}\` of \`${host}`
  return `${whose} asked for over \`${over}\`, which has no TLS to present a certificate in.`
}
