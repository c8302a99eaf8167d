import { classifyName, defineRule, type Fix, type Node, type RuleContext, tokens } from '@specward/core'
import { withArticle } from '../wording.ts'
import { isMarked } from './marked.ts'
import { isChoice, placeOfValue } from './value-place.ts'

/** Passwords and keys that are tried first, alone or with the usual digits behind them. */
const COMMON =
  /^(?:admin(?:istrator)?|root|toor|guest|user|test(?:er|ing)?|demo|default|master|super|operator|manager|service|system|public|private|pass|passwd|password|passwort|p[a@]ssw[o0]rd|pass[-_]?word|secret|s3cr3t|change[-_ ]?(?:me|it|this)|letmein|let[-_]me[-_]in|welcome|qwerty|azerty|iloveyou|monkey|dragon|abc|hunter|postgres|mysql|oracle|tomcat|minio(?:admin)?|rabbitmq|elastic|redis|mongo|kafka|cisco|ubnt|raspberry|sa|pw|key|token|api[-_]?key)(?:[-_@!]?\d{1,4})?[!@#$]?$|^(?:0{4,8}|1{4,8}|1234(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)$/i

/** Keys below which values are in force. */
const IN_FORCE = /^(?:default|const|enum|links|x-.*)$/

/** Words of names beside a password that say who it belongs to. */
const USER: ReadonlySet<string> = new Set(['user', 'username', 'login', 'account'])

export default defineRule({
  id: 'no-default-credential',
  title: 'A password or key has a default that everybody knows.',
  why: 'Whoever leaves the field out sends the default, and servers that are set up by it accept it. Such values are the first that attackers try.',
  fix: 'Remove the default, so that every client has to bring a credential of its own, and refuse well-known passwords.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1392, 798],
    controls: ['APIKEY-3'],
    specifications: ['OWASP ASVS 5.0, section 6.3'],
  },
  falsePositives:
    'Looked at are defaults, single permitted values, variables of servers, parameters of links and extensions. Examples are no defaults, a user name alone is no credential, and one of several permitted values is a choice.',
  select: 'document',
  check(_, context) {
    for (const { node, value } of context.model.stringsWith(COMMON, 2, IN_FORCE)) judge(node, value, context)
  },
  examples: {
    bad: [
      {
        title: 'The default of a password, in a schema that is reached through `$ref`',
        text: `
paths:
  /databases:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Database' }
      responses:
        '201': { description: Created }
components:
  schemas:
    Database:
      type: object
      properties:
        user: { type: string, default: postgres }
        password:
          type: string
          default: changeme
#                  ^^^^^^^^
`,
      },
      {
        title: 'A variable of a server',
        text: `
servers:
  - url: https://{tenant}.example.com/{apiKey}
    variables:
      tenant: { default: demo }
      apiKey: { default: demo }
#                        ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: the only permitted value of a header',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: X-Api-Key, in: header, type: string, enum: [secret123] }
#                                                             ^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: in an extension',
        format: 'asyncapi2',
        text: `
x-broker:
  username: guest
  password: guest
#           ^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: a constant; only the schema tells that it is a password',
        format: 'asyncapi3',
        text: `
components:
  messages:
    Connect:
      payload:
        type: object
        properties:
          phrase: { type: string, format: password, const: letmein }
#                                                          ^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'An example, a user name alone, a choice, and names that only sound like a credential',
        text: `
paths:
  /databases:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                user: { type: string, default: admin }
                password: { type: string, example: changeme }
                passwordPolicy: { type: string, default: default }
                tokenType: { type: string, default: user }
                secret: { type: string, enum: [public, private], default: private }
            example: { user: root, password: root }
      responses:
        default: { description: password }
`,
      },
      {
        title: 'AsyncAPI 2: a variable that is no credential',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: broker.example.com/{vhost}
    protocol: amqps
    variables:
      vhost: { default: test }
`,
      },
    ],
  },
})

function judge(node: Node, value: string, { report, facts }: RuleContext<unknown>): void {
  const place = placeOfValue(node)
  if (place?.standing !== 'in-force') return
  const { name, holder } = place
  // one of several permitted values is a setting
  if (isChoice(holder?.child('enum'))) return
  const sensitivity = classifyName(name, facts.sensitiveNames)
  if (sensitivity?.dataClass !== 'credential' && !(holder && isMarked(holder))) return
  if (holder && !isText(holder)) return
  const user = userBeside(holder ?? node)
  report({
    at: node,
    message: `\`${name}\` ${verdict(node, value)}: a well-known value is no protection${sensitivity ? ` as ${withArticle(sensitivity.term)}` : ''}.`,
    related: user ? [{ at: user, message: 'The user name that goes with it.' }] : [],
    fix: fixFor(node, holder),
  })
}

/** What the description makes of the value. */
function verdict(node: Node, value: string): string {
  if (node.key === 'default') return `is \`${value}\` unless a caller says otherwise`
  const isRequired = node.key === 'const' || node.parent?.key === 'enum'
  return `${isRequired ? 'has to be' : 'is'} \`${value}\``
}

/** A switch, a number or an object is no credential, whatever its name. */
function isText(holder: Node): boolean {
  const type = holder.child('type')?.value ?? holder.at('schema', 'type')?.value
  return type === undefined || type === 'string' || (Array.isArray(type) && type.includes('string'))
}

/** The default of the user name beside a password. */
function userBeside(node: Node): Node | undefined {
  const user = node.parent && usersIn(node.parent).find((each) => each !== node)
  return user?.string === undefined ? (user?.child('default') ?? user?.child('const')) : user
}

const known = new WeakMap<Node, readonly Node[]>()

/** Members of a mapping that say who somebody is, of which one may be the password itself: `userPassword`. */
function usersIn(parent: Node): readonly Node[] {
  let users = known.get(parent)
  if (!users) {
    users = [...parent.children()].filter(({ key }) => tokens(key).some((word) => USER.has(word))).slice(0, 2)
    known.set(parent, users)
  }
  return users
}

/** A variable of a server must have a default. */
function fixFor(node: Node, holder: Node | undefined): Fix | undefined {
  if (node.key !== 'default' || holder?.parent?.key === 'variables') return undefined
  const edit = { op: 'remove', path: node.path } as const
  return { title: 'Remove the default', kind: 'suggested', edits: [{ node, edit }] }
}
