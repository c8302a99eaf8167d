import { defineRule, type FixEdit, type Node, type Operation, type Property, tokens } from '@specward/core'
import { nameOf } from '../exposure/returned.ts'
import { isWrite, requestSchemas, writableProperties } from '../requests/bodies.ts'
import { counted } from '../wording.ts'

/** What is the matter, where, and how it can be mended. */
interface Weakness {
  readonly node: Node
  /** A clause: "may have no more than 16 characters". */
  readonly says: string
  readonly edit?: FixEdit
}

interface Chosen {
  readonly property: Property
  readonly operations: Operation[]
}

export default defineRule({
  id: 'no-weak-password-policy',
  title: 'The rules for a new password make it weak.',
  why: 'Short passwords are guessed, and those that have to be short or must have a digit and a capital are chosen by patterns that every attacker knows. Long ones without rules resist.',
  fix: 'Require 15 characters (8 where a second factor is asked for), permit 64 or more, and drop the rules on what has to be in it. Refuse passwords that are known to have leaked.',
  presets: { strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [521],
    controls: ['AUTHN-7'],
    specifications: ['NIST SP 800-63B-4, section 3.1.1.2', 'OWASP ASVS 5.0, section 6.2'],
  },
  options: {
    minLength: {
      type: 'integer',
      default: 8,
      minimum: 1,
      description: 'The least length that has to be required of a new password, where a length is.',
    },
    maxLength: {
      type: 'integer',
      default: 64,
      minimum: 1,
      description: 'The length that a new password must be allowed to have.',
    },
  },
  falsePositives:
    'Only passwords that people choose are judged: where they register, reset or change one. Passwords of databases and mail servers, hashes, PINs and one-time codes are left alone, and so is a password of which no rule is described.',
  select: 'document',
  check(document, { report, notApplicable, options }) {
    const chosen = chosenPasswords(document.operations)
    if (chosen.length === 0) return notApplicable()
    for (const { property, operations } of chosen) {
      const [first, ...others] = weaknessesOf(property, options)
      if (!first) continue
      const edits = [first, ...others].flatMap(({ edit }) => (edit ? [edit] : []))
      report({
        at: first.node,
        message: messageFor(property, [first, ...others], operations),
        related: others.map(({ node, says }) => ({ at: node, message: `It ${says}.` })),
        operations: operations.map(({ label }) => label),
        discriminator: property.identity,
        ...(edits.length > 0
          ? { fix: { title: 'Put the bounds right', kind: 'suggested' as const, edits } }
          : {}),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Too short, and no room for a phrase; inherited through `allOf`',
        text: `
paths:
  /register:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Credentials'
      responses:
        '201': { description: Created }
components:
  schemas:
    Credentials:
      type: object
      properties:
        password:
          type: string
          minLength: 6
#                    ^
          maxLength: 16
`,
      },
      {
        title: 'Rules on what has to be in it',
        text: `
paths:
  /me/password:
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                currentPassword: { type: string, maxLength: 20 }
                newPassword:
                  type: string
                  pattern: '^(?=.*[A-Z])(?=.*[0-9]).{12,128}$'
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '204': { description: Changed }
`,
      },
      {
        title: 'OpenAPI 2.0: a user who is created with a password',
        format: 'oas2',
        text: `
paths:
  /users:
    post:
      parameters:
        - name: user
          in: body
          schema:
            type: object
            properties:
              password: { type: string, minLength: 10, maxLength: 32 }
#                                                                 ^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'Long, without rules, or not said at all',
        text: `
paths:
  /register:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                password: { type: string, minLength: 15, maxLength: 128 }
      responses:
        '201': { description: Created }
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { password: { type: string, pattern: '^\\\\S+$' } } }
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'Passwords that nobody chooses here, a PIN and a digest',
        text: `
paths:
  /login:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { password: { type: string, minLength: 1, maxLength: 20 } } }
      responses:
        '200': { description: OK }
  /databases:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { password: { type: string, maxLength: 30 } } }
      responses:
        '201': { description: Created }
  /register:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                pin: { type: string, minLength: 4, maxLength: 6 }
                smtpPassword: { type: string, maxLength: 30 }
                password: { type: string, minLength: 32, maxLength: 32, pattern: '^[0-9a-f]{32}$' }
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'OpenAPI 2.0: room enough',
        format: 'oas2',
        text: `
paths:
  /users:
    post:
      parameters:
        - name: user
          in: body
          schema: { type: object, properties: { password: { type: string, minLength: 12 } } }
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

function messageFor(
  property: Property,
  weaknesses: readonly Weakness[],
  operations: readonly Operation[],
): string {
  const says = weaknesses.map((each) => each.says)
  const [only] = says
  const name = nameOf(property)
  const of = name === property.name ? ` of \`${operations[0]?.label}\`` : ''
  const more =
    says.length === 1 && only?.startsWith('forces')
      ? ', which leads to predictable passwords; ask for length instead'
      : ''
  return `\`${name}\`${of} ${joined(says)}${more}.`
}

function joined(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? ''
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join(', ')} and ${last}`
}

/** Words of a path whose last part is about people, who have passwords. */
const PEOPLE: ReadonlySet<string> = new Set(
  'user account member customer profile me registration signup employee people person admin operator'.split(
    ' ',
  ),
)

/** The passwords that people choose, each with the operations that take it. */
function chosenPasswords(operations: readonly Operation[]): readonly Chosen[] {
  const found = new Map<Node, Chosen>()
  for (const operation of operations.filter(setsPassword)) {
    for (const property of requestSchemas(operation).flatMap(writableProperties)) {
      if (!isChosen(property)) continue
      const known = found.get(property.node) ?? { property, operations: [] }
      if (!known.operations.includes(operation)) known.operations.push(operation)
      found.set(property.node, known)
    }
  }
  return [...found.values()]
}

function setsPassword(operation: Operation): boolean {
  const { classes, path } = operation
  if (!isWrite(operation) || ['login', 'token', 'logout'].some((name) => classes.has(name as 'login')))
    return false
  if (classes.has('register') || classes.has('reset')) return true
  const literal = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  const words = tokens(literal.at(-1) ?? '')
  return words.includes('password') || PEOPLE.has(words.at(-1) ?? '')
}

/** Words around `password` that leave it the one that a person chooses. */
const OWN: ReadonlySet<string> = new Set(
  'new user account password pass passwd pwd login plain confirm confirmation repeat'.split(' '),
)

function isChosen({ name, sensitivity }: Property): boolean {
  if (sensitivity?.term !== 'password' || sensitivity.confidence !== 'certain') return false
  return sensitivity.by !== 'format' && tokens(name).every((word) => OWN.has(word))
}

function weaknessesOf(
  { schema }: Property,
  bounds: { readonly minLength: number; readonly maxLength: number },
): readonly Weakness[] {
  const least = bound(schema.all('minLength'), Math.max)
  const most = bound(schema.all('maxLength'), Math.min)
  // of one length alone: a digest, which the client has made
  if (least && most && least.value === most.value) return []
  const found: Weakness[] = []
  if (least && Number(least.value) < bounds.minLength) {
    const edit = { node: least, edit: { op: 'set', path: least.path, value: bounds.minLength } } as const
    found.push({ node: least, says: `may be as short as ${counted(Number(least.value), 'character')}`, edit })
  }
  if (most && Number(most.value) < bounds.maxLength) {
    const edit = { node: most, edit: { op: 'set', path: most.path, value: bounds.maxLength } } as const
    found.push({
      node: most,
      says: `may have no more than ${counted(Number(most.value), 'character')}`,
      edit,
    })
  }
  for (const pattern of schema.all('pattern')) {
    if (isComposition(pattern.string ?? ''))
      found.push({ node: pattern, says: 'forces a mix of character kinds' })
  }
  return found
}

/** The node with the bound that is in force. */
function bound(nodes: readonly Node[], choose: (...values: number[]) => number): Node | undefined {
  const numbers = nodes.filter(({ value }) => typeof value === 'number' && Number.isFinite(value))
  const value = choose(...numbers.map((node) => node.value as number))
  return numbers.find((node) => node.value === value)
}

/** Two or more conditions that look ahead for a kind of character. */
function isComposition(pattern: string): boolean {
  return (pattern.slice(0, 500).match(/\(\?=(?:\^?\.\*|\[\^)/g)?.length ?? 0) >= 2
}
