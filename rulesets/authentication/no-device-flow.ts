import { defineRule } from '@specward/core'
import { counted } from '../wording.ts'
import { isOnItsWayOut } from './flows.ts'
import { schemeWords } from './naming.ts'

export default defineRule({
  id: 'no-device-flow',
  title: 'Tokens are issued by the OAuth device flow.',
  why: 'In the device flow people type a code into a page and cannot see which device they let in. Attackers start the flow on their own machine, send the code along with a pretext, and hold a token as soon as somebody has confirmed it.',
  fix: 'Offer the device flow to devices without a browser alone, with scopes of little reach and codes of a few minutes. Use the authorization code flow with PKCE for everything else.',
  presets: { strict: 'hint' },
  formats: ['oas3.2'],
  references: {
    owasp: ['API2:2023'],
    cwe: [451],
    controls: ['TOKEN-2'],
    specifications: ['RFC 8628, section 5.4'],
  },
  falsePositives:
    'For televisions and terminals there is no better flow. A scheme that no operation requires is not judged.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable }) {
    const flow = scheme.flows.find(({ kind }) => kind === 'deviceAuthorization')
    const { operations } = scheme
    if (!flow || operations.length === 0) return notApplicable()
    if (isOnItsWayOut(scheme)) return
    report({
      at: flow.node,
      message: `${schemeWords(scheme)} (accepted by ${counted(operations.length, 'operation')}) offers the device flow, which can be phished: people may approve a code that an attacker started.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'Beside the authorization code flow',
        format: 'oas3.2',
        text: `
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
        deviceAuthorization:
#       ^^^^^^^^^^^^^^^^^^^
          deviceAuthorizationUrl: https://id.example.com/device
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'In a scheme that is reached through `$ref`',
        format: 'oas3.2',
        text: `
security: [{ login: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        deviceAuthorization:
#       ^^^^^^^^^^^^^^^^^^^
          deviceAuthorizationUrl: https://id.example.com/device
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'A scheme for terminals that no operation requires',
        format: 'oas3.2',
        text: `
security: [{ key: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    devices:
      type: oauth2
      flows:
        deviceAuthorization:
          deviceAuthorizationUrl: https://id.example.com/device
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'Client credentials of a device',
        format: 'oas3.2',
        text: `
security: [{ oauth: [orders] }]
paths:
  /devices:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
  },
})
