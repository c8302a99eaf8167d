import {
  defineRule,
  type Format,
  type Node,
  type Operation,
  type OperationClass,
  type SecurityRequirement,
} from '@specward/core'
import { type Alternative, alternativeOf, alternativesBeside, namesOf, placeOf } from '../authorization/alternatives.ts'
import { counted } from '../wording.ts'
import { requirementsOf } from './requirements.ts'
import { KEY, PASSWORD, STRONG, type Strength, strengthOfAll, weaknessOf } from './strength.ts'

/** Where a client proves itself once to get something better (RFC 6749, section 2.3.1). */
const EXCHANGES: readonly OperationClass[] = ['token', 'login']

export default defineRule({
  id: 'no-weak-alternative',
  title: 'A strong scheme can be avoided by using a weak one.',
  why: 'The alternatives under `security` are joined by OR, so an attacker picks the weakest. Tokens that expire and scopes that limit them protect nothing that a password or a key in the URL opens as well.',
  fix: 'Remove the weak alternative. If clients still need it, mark its scheme as deprecated (OpenAPI 3.2: `deprecated: true`) and set a date.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1390],
    controls: ['AUTHN-3', 'APIKEY-1'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object', 'RFC 9700, section 2'],
  },
  falsePositives:
    'Only passwords and keys in the URL are reported, and only beside OAuth 2.0, OpenID Connect, client certificates and their like. Token endpoints are left alone, and so are deprecated schemes.',
  select: 'securityScheme',
  options: {
    apiKeys: {
      type: 'boolean',
      default: false,
      description: 'Also report API keys in headers beside a stronger scheme.',
    },
  },
  check(scheme, { report, notApplicable, options, format, model }) {
    const choices = requirementsOf(scheme, model).flatMap(
      (each) => choiceAt(each, format, options.apiKeys ? KEY : PASSWORD) ?? [],
    )
    if (choices.length === 0) return notApplicable()
    for (const same of inGroups(choices.filter(({ strong, weak }) => strong.length > 0 && weak.length > 0))) {
      const [{ requirement, weak, strong }] = same
      const operations = [...new Set(same.flatMap((choice) => choice.requirement.operations))]
      report({
        at: { node: requirement.node, part: format === 'asyncapi3' ? 'value' : 'key' },
        covers: same.map((choice) => listOf(choice.requirement.node)),
        message: messageFor(operations, weak, strong),
        related: [
          ...strong.map(({ node }) => ({ at: node, message: 'The stronger alternative.' })),
          ...weak.slice(1).map((each) => ({ at: placeOf(each), message: 'This one is weak as well.' })),
        ],
        discriminator: `${waysOf(weak)} in place of ${waysOf(strong)}`,
        operations: operations.map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A password beside OAuth 2.0',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [orders]
        - password: []
#         ^^^^^^^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    password: { type: http, scheme: basic }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title:
          'A key in the URL beside certificates, inherited by a path item that is reached through `$ref`',
        text: `
security:
  - key: []
#   ^^^
  - certificate: []
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
  securitySchemes:
    certificate: { type: mutualTLS }
    key: { type: apiKey, in: query, name: key }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
security: [{ oauth: [orders] }, { password: [] }]
#                                 ^^^^^^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: at a server',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: kafka.example.com:9093
    protocol: kafka-secure
    security:
      - certificate: []
      - password: []
#       ^^^^^^^^
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    certificate: { type: X509 }
    password: { type: userPassword }
`,
      },
      {
        title: 'AsyncAPI 3: at a server',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com:9093
    protocol: kafka-secure
    security:
      - type: X509
      - type: plain
#       ^^^^^^^^^^^
channels:
  orders: { address: orders }
operations:
  receiveOrders:
    action: receive
    channel: { $ref: '#/channels/orders' }
`,
      },
    ],
    good: [
      {
        title: 'Of equal rank, asked for together, an API key in a header, and at a token endpoint',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [orders]
        - key: []
      responses:
        '200': { description: OK }
    post:
      security:
        - oauth: [orders]
          password: []
        - certificate: []
          password: []
      responses:
        '201': { description: Created }
  /oauth/token:
    post:
      security:
        - certificate: []
        - password: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
    password: { type: http, scheme: basic }
    key: { type: apiKey, in: header, name: X-Api-Key }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'OpenAPI 3.2: the weak scheme is deprecated',
        format: 'oas3.2',
        text: `
security:
  - oidc: []
  - password: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    password: { type: http, scheme: basic, deprecated: true }
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'OpenAPI 2.0: a password alone, which another rule judges',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
security: [{ password: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** A place where a scheme is one of several ways in. */
interface Choice {
  readonly requirement: SecurityRequirement
  /** Those of the list that are weak, if the requirement belongs to the first of them. */
  readonly weak: readonly Alternative[]
  readonly strong: readonly Alternative[]
}

/** The choice that a requirement is part of; undefined where there is none, or it is not to be judged. */
function choiceAt(requirement: SecurityRequirement, format: Format, weakest: Strength): Choice | undefined {
  const alternatives = alternativesBeside(requirement, format)
  if (alternatives.length < 2 || requirement.operations.every(isExchange)) return undefined
  // where `{}` is a choice as well, not the weak scheme decides, and `no-optional-authentication` speaks
  if (requirement.operations.some(({ security }) => security.kind === 'optional')) return undefined
  const own = alternativeOf(requirement, format)
  // of several that are asked for together, the first speaks for all
  if (!own || own.requirements[0] !== requirement) return undefined
  if (own.requirements.some(({ scheme }) => scheme?.deprecated)) return undefined
  if (strengthOfAll(own.requirements) === undefined) return undefined
  const weak = alternatives.filter(({ requirements }) => isWeak(requirements, weakest))
  return { requirement, weak: weak[0] === own ? weak : [], strong: alternatives.filter(isStrong) }
}

function isWeak(requirements: readonly SecurityRequirement[], weakest: Strength): boolean {
  if (requirements.some(({ scheme }) => scheme?.deprecated)) return false
  const strength = strengthOfAll(requirements)
  return strength !== undefined && strength <= weakest
}

/** The same choice is written down again for operation after operation: one finding tells of all of them. */
/** The list of alternatives that a requirement stands in. */
function listOf(node: Node): Node {
  let list = node.parent
  while (list && !list.isList) list = list.parent
  return list ?? node
}

function inGroups(choices: readonly Choice[]): readonly (readonly [Choice, ...Choice[]])[] {
  const groups = new Map<string, [Choice, ...Choice[]]>()
  for (const choice of choices) {
    const name = `${waysOf(choice.weak)} in place of ${waysOf(choice.strong)}`
    const group = groups.get(name)
    if (group) group.push(choice)
    else groups.set(name, [choice])
  }
  return [...groups.values()]
}

function isStrong({ requirements }: Alternative): boolean {
  return strengthOfAll(requirements) === STRONG
}

function isExchange({ classes }: Operation): boolean {
  return EXCHANGES.some((name) => classes.has(name))
}

function where(operations: readonly Operation[]): string {
  const [only] = operations
  return only && operations.length === 1 ? `\`${only.label}\`` : counted(operations.length, 'operation')
}

function messageFor(
  operations: readonly Operation[],
  weak: readonly Alternative[],
  strong: readonly Alternative[],
): string {
  const isOne = operations.length === 1
  const what = weak.map(
    (each) =>
      `${waysOf([each])} (${each.requirements[0]?.scheme ? weaknessOf(each.requirements[0].scheme) : ''})`,
  )
  return `${where(operations)} ${isOne ? 'accepts' : 'accept'} ${what.join(' or ')} alone, although ${isOne ? 'it also offers' : 'they also offer'} ${waysOf(strong)}: an attacker picks the weaker one.`
}

/** `a` or `b` with `c`. */
function waysOf(alternatives: readonly Alternative[]): string {
  const ways = alternatives.map(({ requirements }) =>
    namesOf(requirements)
      .map((name) => `\`${name}\``)
      .sort()
      .join(' with '),
  )
  return [...new Set(ways)].sort().join(' or ')
}
