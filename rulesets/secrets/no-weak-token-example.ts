import { defineRule, type Model, type Node, type StringLiteral } from '@specward/core'
import { compareText } from '../in-order.ts'
import { counted, listed } from '../wording.ts'
import { candidatesIn, nameOf, placeOf } from './candidates.ts'
import {
  isTextbook,
  isUnsigned,
  isWithoutEnd,
  JWT,
  type Jwt,
  lifeOf,
  readJwt,
  secretClaims,
} from './tokens.ts'

const HOUR = 60 * 60
const LONGEST = 24 * HOUR

/** Names of keys that hold tokens which live long by design. */
const LONG_LIVED = /refresh|offline|invit|licen[cs]e|unsubscribe|api[-_]?key/i

export default defineRule({
  id: 'no-weak-token-example',
  title: 'A token in the description shows that tokens are weak.',
  why: 'What clients and servers are built after is the example. A token that is not signed, never ends, or carries a password teaches both to accept such tokens, and often it was copied from a running system.',
  fix: 'Have the authorization server sign tokens, end them within minutes or hours, and keep secrets out of them. Then replace the example, or write a placeholder such as `<token>`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [347, 613],
    controls: ['TOKEN-4', 'TOKEN-5'],
    specifications: ['RFC 8725, sections 3.1 and 3.2', 'RFC 7519, section 4.1.4'],
  },
  falsePositives:
    'Tokens known from textbooks (`John Doe`, `1234567890`) may live for ever. Whether a token is one for access cannot be told for certain; those under names such as `refresh_token` may live long. Encrypted tokens cannot be read.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const literals = literalsIn(model)
    if (literals.length === 0) return notApplicable()
    for (const [token, [literal, ...others]] of byToken(literals)) {
      const jwt = readJwt(token)
      const flaws = jwt ? flawsOf(jwt, literal.node) : []
      if (flaws.length === 0) continue
      report({
        at: placeOf(literal.node, token),
        covers: [literal, ...others].map(({ node }) => node),
        message: `The token in \`${nameOf(literal.node)}\` ${flaws.map(({ words }) => words).join(', and it ')}.`,
        discriminator: flaws.map(({ code }) => code).join(' '),
        secrets: [token],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Not signed',
        text: `
paths:
  /session:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              example:
                token: eyJhbGciOiJub25lIn0.eyJpc3MiOiJpZC5vcmRlcnMuc2hvcCIsInN1YiI6IjRmMDIiLCJleHAiOjE3NTAwMDAwMDB9.
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A month, in a response that is reached through `$ref`',
        text: `
paths:
  /session:
    get:
      responses:
        '200': { $ref: '#/components/responses/Session' }
components:
  responses:
    Session:
      description: OK
      content:
        application/json:
          example:
            access_token: eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJpc3MiOiJpZC5vcmRlcnMuZXhhbXBsZSIsInN1YiI6IjdkMjEtNGYwMiIsImlhdCI6MTc1MDAwMDAwMCwiZXhwIjoxNzUyNTkyMDAwfQ.u3Qm9Zs1xV7kP0aTfB2yWnLr8cHd5eGjX4oIq6MtRvS
#                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: it never ends',
        format: 'oas2',
        text: `
definitions:
  Session:
    properties:
      accessToken:
        type: string
        example: eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJpc3MiOiJpZC5vcmRlcnMuZXhhbXBsZSIsInN1YiI6IjdkMjEtNGYwMiIsImlhdCI6MTc1MDAwMDAwMH0.u3Qm9Zs1xV7kP0aTfB2yWnLr8cHd5eGjX4oIq6MtRvS
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: it carries a password',
        format: 'asyncapi3',
        text: `
components:
  schemas:
    Login:
      type: object
      properties:
        token:
          type: string
          default: eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJpZC5vcmRlcnMuZXhhbXBsZSIsInN1YiI6IjdkMjEtNGYwMiIsInBhc3N3b3JkIjoieCIsImlhdCI6MTc1MDAwMDAwMCwiZXhwIjoxNzUwMDAwOTAwfQ.u3Qm9Zs1xV7kP0aTfB2yWnLr8cHd5eGjX4oIq6MtRvS
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A quarter of an hour; a refresh token of a month; placeholders',
        text: `
paths:
  /session:
    get:
      responses:
        '200':
          description: 'Send "Authorization: Bearer <token>"'
          content:
            application/json:
              example:
                access_token: eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJpc3MiOiJpZC5vcmRlcnMuZXhhbXBsZSIsInN1YiI6IjdkMjEtNGYwMiIsImlhdCI6MTc1MDAwMDAwMCwiZXhwIjoxNzUwMDAwOTAwfQ.u3Qm9Zs1xV7kP0aTfB2yWnLr8cHd5eGjX4oIq6MtRvS
                refresh_token: eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJpc3MiOiJpZC5vcmRlcnMuZXhhbXBsZSIsInN1YiI6IjdkMjEtNGYwMiIsImlhdCI6MTc1MDAwMDAwMCwiZXhwIjoxNzUyNTkyMDAwfQ.u3Qm9Zs1xV7kP0aTfB2yWnLr8cHd5eGjX4oIq6MtRvS
                id_token: eyJhbGciOi...
`,
      },
      {
        title: 'AsyncAPI 2: the token of jwt.io',
        format: 'asyncapi2',
        text: `
components:
  schemas:
    Login:
      type: object
      properties:
        token:
          type: string
          default: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c
`,
      },
    ],
  },
})

/** Header and payload begin as every JSON object does in base64url. */
const HINT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,2000}\.eyJ/

function literalsIn(model: Model): readonly StringLiteral[] {
  const found = candidatesIn(model).filter(({ value }) => HINT.test(value))
  const pointers = new Map(found.map(({ node }) => [node, node.pointer]))
  return found.sort((a, b) => compareText(pointers.get(a.node) ?? '', pointers.get(b.node) ?? ''))
}

/** Each token with all texts that hold it. */
function byToken(
  literals: readonly StringLiteral[],
): ReadonlyMap<string, readonly [StringLiteral, ...StringLiteral[]]> {
  const found = new Map<string, [StringLiteral, ...StringLiteral[]]>()
  for (const literal of literals) {
    for (const [token] of literal.value.matchAll(JWT)) {
      const known = found.get(token)
      if (known) known.push(literal)
      else found.set(token, [literal])
    }
  }
  return found
}

interface Flaw {
  /** Part of fingerprints: never to be changed. */
  readonly code: 'unsigned' | 'secret-claims' | 'endless' | 'long-lived'
  /** A clause without subject that shows nothing of the token but names of claims. */
  readonly words: string
}

/** What is wrong with a token. */
function flawsOf(jwt: Jwt, { path }: Node): readonly Flaw[] {
  const flaws: Flaw[] = []
  const add = (code: Flaw['code'], words: string) => flaws.push({ code, words })
  if (isUnsigned(jwt)) add('unsigned', 'is not signed (`alg` is `none`), so anybody can make one')
  const secrets = secretClaims(jwt)
  if (secrets.length > 0)
    add('secret-claims', `carries ${listed(secrets)}, which everybody can read who sees it`)
  // `refresh_token: { example: ... }` as well as `refresh_token: ...`
  if (isTextbook(jwt) || LONG_LIVED.test(path.slice(-3).join(' '))) return flaws
  const life = lifeOf(jwt)
  if (isWithoutEnd(jwt)) add('endless', 'never ends: it has no `exp`')
  else if (life !== undefined && life > LONGEST) add('long-lived', `is good for ${wordsFor(life)}`)
  return flaws
}

function wordsFor(seconds: number): string {
  const days = Math.floor(seconds / LONGEST)
  return days < 2 ? counted(Math.round(seconds / HOUR), 'hour') : counted(days, 'day')
}
