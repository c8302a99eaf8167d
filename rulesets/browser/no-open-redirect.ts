import { defineRule, type Node, type Operation, type Schema, tokens } from '@specward/core'
import { counted } from '../wording.ts'
import { labelsOf } from './headers.ts'
import { confines } from './targets.ts'

/** A target that nothing keeps where it should be, wherever it is declared. */
interface Open {
  readonly target: Target
  readonly nodes: Set<Node>
  readonly operations: Operation[]
}

/** A value by which callers choose where a browser goes next. */
interface Target {
  readonly name: string
  readonly node: Node
  readonly schema: Schema | undefined
  readonly description: string
}

export default defineRule({
  id: 'no-open-redirect',
  title: 'Callers choose to which website the browser is sent.',
  why: 'A link to your own host leads to a copy of your sign-in page, and people believe it because it began at your address. In the middle of a sign-in, codes and tokens in the URL go along.',
  fix: 'List the targets by `enum`, or fix the host by a pattern to the end of it: `^https://app\\.example\\.com/`. A path alone needs `^/[^/]`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [601],
    controls: ['INPUT-3'],
    specifications: ['RFC 9700, section 4.11', 'RFC 6749, section 3.1.2.2'],
  },
  falsePositives:
    'The server may compare the target with a list that the description does not show; a description that says so is believed. Where `client_id` stands beside it, the target is one that the client has registered, and is not decided.',
  select: 'document',
  check({ operations }, { report, undecided, notApplicable }) {
    const sending = operations.filter((operation) => operation.kind === 'http' && sendsBrowsersOn(operation))
    const judged = sending.map((operation) => ({ operation, targets: targetsOf(operation) }))
    if (judged.every(({ targets }) => targets.length === 0)) return notApplicable()
    const open = new Map<string, Open>()
    const registered = new Map<Node, string>()
    for (const { operation, targets } of judged) {
      for (const target of targets) {
        if (isConfined(target.schema) || SAID_TO_BE_CHECKED.test(target.description)) continue
        if (isAuthorizationRequest(operation)) registered.set(target.node, target.name)
        else {
          const known = open.get(target.name) ?? { target, nodes: new Set<Node>(), operations: [] }
          open.set(target.name, known)
          known.nodes.add(target.node)
          known.operations.push(operation)
        }
      }
    }
    for (const [node, name] of registered) {
      undecided({
        at: node,
        because: `whether \`${name}\` is compared with what the client has registered, the description does not say`,
      })
    }
    for (const [name, each] of open) {
      report({
        at: each.target.node,
        message: messageFor(each),
        discriminator: name,
        operations: labelsOf(each.operations),
        related: relatedTo(each),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A documented redirect; the parameter is reached through `$ref`',
        text: `
paths:
  /out:
    get:
      parameters:
        - $ref: '#/components/parameters/Next'
      responses:
        '302': { description: Gone there, headers: { location: { schema: { type: string } } } }
components:
  parameters:
    Next: { name: next, in: query, schema: { type: string, format: uri } }
#                 ^^^^
`,
      },
      {
        title: 'A sign-in, with a pattern that `https://example.com.evil.test` fits',
        text: `
paths:
  /login:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                email: { type: string }
                password: { type: string }
                returnTo: { type: string, pattern: '^https://example\\.com' }
#               ^^^^^^^^
      responses:
        '204': { description: Signed in }
`,
      },
      {
        title: 'OpenAPI 2.0: a path, which can be another host after `//`',
        format: 'oas2',
        text: `
paths:
  /logout:
    get:
      parameters:
        - { name: redirect_url, in: query, type: string, pattern: '^/' }
#                 ^^^^^^^^^^^^
      responses:
        '303': { description: Signed out }
`,
      },
    ],
    good: [
      {
        title: 'Targets that are listed, kept on a host, or said to be checked',
        text: `
paths:
  /login:
    get:
      parameters:
        - { name: next, in: query, schema: { type: string, enum: [home, cart] } }
        - { name: return_to, in: query, schema: { type: string, pattern: '^https://[a-z]+\\.example\\.com/' } }
        - { name: continue, in: query, schema: { type: string, pattern: '^/(?!/)[a-z/]*$' } }
        - { name: redirect_uri, in: query, description: Has to be on the allow-list., schema: { type: string } }
      responses:
        '303': { description: Signed in }
`,
      },
      {
        title: 'A mark in a list, and an address for messages, where nobody is redirected',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: continue, in: query, schema: { type: string } }
        - { name: next, in: query, schema: { type: string } }
        - { name: callbackUrl, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
        '304': { description: Not modified }
`,
      },
      {
        title: 'An authorization request is not decided',
        text: `
paths:
  /oauth2/authorize:
    get:
      parameters:
        - { name: client_id, in: query, schema: { type: string } }
        - { name: redirect_uri, in: query, schema: { type: string } }
#                 ~~~~~~~~~~~~
      responses:
        '302': { description: With a code }
`,
      },
      {
        title: 'OpenAPI 2.0: a page number',
        format: 'oas2',
        text: `
paths:
  /out:
    get:
      parameters:
        - { name: next, in: query, type: integer }
      responses:
        '302': { description: Gone there }
`,
      },
    ],
  },
})

function messageFor({ target, operations }: Open): string {
  const labels = labelsOf(operations)
  const who = labels.length === 1 ? `\`${labels[0]}\` sends` : `${counted(labels.length, 'operation')} send`
  const where = target.schema?.all('pattern').length
    ? 'and its pattern does not keep them on your hosts'
    : 'to any website'
  return `${who} browsers where \`${target.name}\` says, ${where}.`
}

function relatedTo({ target, nodes }: Open) {
  const pattern = target.schema?.all('pattern')[0]
  const others = [...nodes].filter((node) => node !== target.node).slice(0, 5)
  return [
    ...(pattern ? [{ at: pattern, message: 'Other hosts fit this pattern as well.' }] : []),
    ...others.map((node) => ({ at: node, message: 'It is declared here as well.' })),
  ]
}

const NAMES: ReadonlySet<string> = new Set([
  ...['redirect', 'redirect uri', 'redirect url', 'redirect to', 'redirect path', 'redirect target'],
  ...['return', 'return to', 'return uri', 'return url', 'return path', 'relay state'],
  ...[
    'next',
    'next url',
    'next uri',
    'continue',
    'continue url',
    'continue to',
    'forward',
    'forward url',
    'forward to',
  ],
  ...['success url', 'success redirect', 'cancel url', 'back url', 'goto', 'post logout redirect uri'],
])

function isTarget(name: string): boolean {
  const words = tokens(name)
  return NAMES.has(words.join(' ')) || NAMES.has(words.slice(-2).join(' '))
}

function targetsOf({ parameters, requestBody }: Operation): readonly Target[] {
  const found: Target[] = []
  const add = (name: string, node: Node, schema: Schema | undefined, at: Node) => {
    if (!isTarget(name) || (schema && schema.types.length > 0 && !schema.types.includes('string'))) return
    const described = `${node.child('description')?.string ?? ''} ${schema?.all('description')[0]?.string ?? ''}`
    found.push({ name, node: at, schema, description: described })
  }
  for (const { name, in: place, node, schema } of parameters) {
    if (place === 'query' || place === 'formData') add(name, node, schema, node.child('name') ?? node)
  }
  for (const { schema } of requestBody?.content ?? []) {
    for (const { name, node, schema: value, readOnly } of schema?.properties ?? []) {
      if (!readOnly && !found.some((each) => each.name === name)) add(name, node, value, node)
    }
  }
  return found
}

const SIGN_IN = ['login', 'logout', 'register', 'reset', 'verify'] as const

/** By a documented redirect, or because signing in and out ends on some page. */
function sendsBrowsersOn({ responses, classes }: Operation): boolean {
  return (
    SIGN_IN.some((name) => classes.has(name)) ||
    responses.some(({ status }) => /^30[12378]$|^3XX$/.test(status))
  )
}

const SAID_TO_BE_CHECKED =
  /\b(?:allow(?:ed)?[- ]?list(?:ed)?|white[- ]?list(?:ed)?|allowed|permitted|registered|trusted|configured|pre-?approved|same[- ](?:origin|domain|host)|relative (?:path|url|uri)|must (?:match|be one|start|begin)|one of)\b/i

function isConfined(schema: Schema | undefined): boolean {
  if (!schema) return false
  if (schema.all('enum').length > 0 || schema.all('const').length > 0) return true
  if (['uuid', 'date', 'date-time'].includes(schema.format ?? '')) return true
  return schema.all('pattern').some(({ string }) => string !== undefined && confines(string))
}

function isAuthorizationRequest({ parameters }: Operation): boolean {
  return parameters.some(({ name }) => /^client_?id$/i.test(name))
}
