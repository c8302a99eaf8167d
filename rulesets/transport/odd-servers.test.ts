import type { Format, Rule } from '@specward/core'
import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import noGatewayBypass from '../authentication/no-gateway-bypass.ts'
import noInternalHost from '../inventory/no-internal-host.ts'
import noPlaceholderServer from '../inventory/no-placeholder-server.ts'
import noPublicDebugEndpoint from '../inventory/no-public-debug-endpoint.ts'
import noSharedIssuer from '../inventory/no-shared-issuer-across-environments.ts'
import requireServer from '../inventory/require-server.ts'
import noCertificateWithoutTls from './no-certificate-without-tls.ts'
import noForeignServer from './no-foreign-server.ts'
import noInvalidServerUrl from './no-invalid-server-url.ts'
import noIpAddressServer from './no-ip-address-server.ts'
import noOpenServerVariable from './no-open-server-variable.ts'
import noPlaintextBackend from './no-plaintext-backend.ts'
import noRedirectToHttps from './no-redirect-to-https.ts'
import noUndefinedServerVariable from './no-undefined-server-variable.ts'
import noUnusedServerVariable from './no-unused-server-variable.ts'

const RULES: readonly Rule[] = [
  ...[
    noGatewayBypass,
    noInternalHost,
    noPlaceholderServer,
    noPublicDebugEndpoint,
    noSharedIssuer,
    requireServer,
  ],
  ...[noCertificateWithoutTls, noForeignServer, noInvalidServerUrl, noIpAddressServer, noOpenServerVariable],
  ...[noPlaintextBackend, noRedirectToHttps, noUndefinedServerVariable, noUnusedServerVariable],
]

const ODD: readonly (readonly [string, Format, string])[] = [
  ['servers of the wrong shape', 'oas3.1', 'servers: { a: 1 }\n'],
  ['servers that are nothing', 'oas3.1', 'servers: [null, 1, [], { url: 7 }, { url: "" }]\n'],
  [
    'variables of the wrong shape',
    'oas3.1',
    'servers: [{ url: "https://{a}{b}{c}", variables: [1] }, { url: "https://{a}/{b}", variables: { a: 1, b: { enum: 3, default: [] } } }]\n',
  ],
  [
    'names that every object has',
    'oas3.1',
    'servers: [{ url: "https://{constructor}.{__proto__}/{toString}", variables: { toString: { default: x } } }]\n',
  ],
  [
    'references that lead in circles',
    'asyncapi3',
    'servers:\n  a: { host: "{x}", protocol: wss, variables: { x: { $ref: "#/servers/a/variables/x" } } }\n',
  ],
  [
    'extensions of the wrong shape',
    'oas3.1',
    `x-google-allow: [all]
x-tyk-api-gateway: { middleware: { operations: [] }, server: null }
x-wso2-production-endpoints: { urls: http://a.acme.com }
security: [{ token: [] }]
paths:
  /a:
    x-kong-plugin-jwt: null
    get: { operationId: constructor, x-amazon-apigateway-auth: NONE, x-amazon-apigateway-integration: [], x-auth-type: 0, responses: {} }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
`,
  ],
  [
    'a host of the wrong shape',
    'oas2',
    'host: 7\nschemes: http\npaths: { /a: { get: { responses: {} } } }\n',
  ],
]

describe.each(ODD)('%s', (title, format, text) => {
  it.each(
    RULES.filter((rule) => rule.formats.some((selector) => format.startsWith(selector))).map(
      (rule) => [rule.id, rule] as const,
    ),
  )('does %s no harm', async (_, rule) => {
    const { problems } = await runRule(rule, { title, format, text })
    expect(problems.filter(({ code }) => code === 'rule-failed')).toEqual([])
  })
})
