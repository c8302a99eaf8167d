import { defineRule, type Fix, type SchemeUrl, type SecurityScheme, splitUrl } from '@specward/core'
import { isIpAddress, registrableDomain } from '../transport/host-names.ts'
import { isMetadata, PLACES } from './metadata.ts'
import { flawOfUrl } from './oauth-url.ts'

export default defineRule({
  id: 'no-odd-discovery-url',
  title: 'The metadata of the issuer is not where it is to be looked for.',
  why: 'Clients learn from the discovery document by which keys tokens are checked and where passwords are typed in. Its place below the issuer ties it to that issuer; metadata from elsewhere can name the keys and endpoints of somebody else.',
  fix: 'Name the URL that is made of the issuer and `/.well-known/openid-configuration` (for `oauth2MetadataUrl`: `/.well-known/oauth-authorization-server`).',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [346],
    controls: ['TRANSPORT-2'],
    specifications: ['OpenID Connect Discovery 1.0, section 4', 'RFC 8414, section 3'],
  },
  falsePositives:
    'Some providers keep the token endpoint in another domain than the issuer; where that is so, the metadata says it. Relative URLs and blanks such as `{tenant}` do not matter, as long as the path is right.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, format }) {
    // what no client can use at all, `no-invalid-oauth-url` tells of
    const metadata = scheme.urls.filter(
      ({ field, url }) => isMetadata(field) && flawOfUrl(url, format) === undefined,
    )
    if (metadata.length === 0 || isLeftBehind(scheme)) return notApplicable()
    for (const entry of metadata) {
      const { field, node, url } = entry
      const place = PLACES[field] ?? []
      if (!place.some((path) => isAt(url, path))) {
        report({
          at: node,
          message: `\`${field}\` of \`${scheme.name}\` is \`${shown(url)}\`; it should end in \`${place[0]}\`.`,
          discriminator: field,
          fix: fixFor(entry, place[0] ?? ''),
        })
        continue
      }
      const stranger = strangerTo(entry, scheme)
      if (!stranger) continue
      report({
        at: node,
        message: `\`${field}\` of \`${scheme.name}\` is at \`${hostOf(entry)}\`, but its \`${stranger.field}\` is at \`${hostOf(stranger)}\`: one of the two belongs to another issuer.`,
        discriminator: `${field} host`,
        related: [{ at: stranger.node, message: 'The URL at the other host.' }],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The issuer in place of its discovery document',
        text: `
components:
  securitySchemes:
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://id.example.com/realms/main
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 3.2: metadata of another host, in a scheme that is reached through `$ref`',
        format: 'oas3.2',
        text: `
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      oauth2MetadataUrl: https://id.example.org/.well-known/oauth-authorization-server
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'AsyncAPI 2: a page for people',
        format: 'asyncapi2',
        text: `
components:
  securitySchemes:
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://id.example.com/login?next=/.well-known/openid-configuration
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'OpenAPI 3.2: deprecated, and required by nothing',
        format: 'oas3.2',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    oidc: { type: openIdConnect, deprecated: true, openIdConnectUrl: 'https://localhost/metadata' }
`,
      },
      {
        title: 'Below the issuer, with a path or a query, or put before the path (RFC 8414, section 3.1)',
        text: `
components:
  securitySchemes:
    realm: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/realms/main/.well-known/openid-configuration' }
    query: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration?p=b2c' }
    before: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration/main' }
`,
      },
      {
        title: 'OpenAPI 3.2: hosts of one domain',
        format: 'oas3.2',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      oauth2MetadataUrl: https://id.example.com/.well-known/oauth-authorization-server
      flows:
        clientCredentials: { tokenUrl: 'https://tokens.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
components:
  securitySchemes:
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://id.example.com/.well-known/openid-configuration
`,
      },
    ],
  },
})

function isAt(url: string, place: string): boolean {
  const path = splitUrl(url.trim()).path.replace(/[?#].*$/s, '')
  return `${path}/`.includes(`${place}/`)
}

/** Where the URL is that of the issuer, what is missing is put behind it. */
function fixFor({ url, node }: SchemeUrl, place: string): Fix | undefined {
  const issuer = url.trim().replace(/\/(?:\.well-known\/?)?$/, '')
  if (/[?#]|\/\.well-known|\.\w+$/.test(splitUrl(issuer).path)) return undefined
  const value = `${issuer}${place}`
  const edits = [{ node, edit: { op: 'set', path: node.path, value } as const }]
  return { title: `Use \`${value}\``, kind: 'suggested', edits }
}

/** Without what may be secret in a URL. */
function shown(url: string): string {
  return url
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/@]*@/, '//')
    .slice(0, 100)
}

/** Deprecated and required by nothing. */
function isLeftBehind({ deprecated, operations }: SecurityScheme): boolean {
  return deprecated && operations.length === 0
}

function hostOf({ url }: SchemeUrl): string {
  return splitUrl(url.trim()).host
}

/** Another URL of the scheme that is in none of the domains of the metadata. */
function strangerTo(metadata: SchemeUrl, { urls }: SecurityScheme): SchemeUrl | undefined {
  const own = domainOf(hostOf(metadata))
  if (own === undefined) return undefined
  return urls.find((entry) => {
    const other = entry === metadata ? undefined : domainOf(hostOf(entry))
    return other !== undefined && other !== own
  })
}

/** Undefined where a host has no name that somebody registered. */
function domainOf(host: string): string | undefined {
  if (host === '' || host.includes('{') || isIpAddress(host)) return undefined
  return registrableDomain(host)
}
