import { defineRule, type Model, type Node, type Operation, type Schema, tokens } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { urlReach } from '../input/url-constraint.ts'

/** A target that nothing keeps where it should be, with the operations that its declaration is for. */
interface Open {
  readonly target: Target
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
  presets: { recommended: 'info', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [601],
    controls: ['INPUT-3'],
    specifications: ['RFC 9700, section 4.11', 'RFC 6749, section 3.1.2.2'],
  },
  falsePositives:
    'The server may compare the target with a list that the description does not show; a description that says so is believed, and one that says so elsewhere leaves it undecided. Operations are judged that redirect or speak of a browser. Where `client_id` stands beside it, the target is one that the client has registered, and is not decided.',
  select: 'document',
  check({ operations }, { report, undecided, notApplicable, model }) {
    const judged = operations.flatMap((operation) => {
      if (operation.kind !== 'http' || !mayBeForBrowsers(operation)) return []
      return targetsOf(operation)
        .filter((target) => sendsBrowsersOn(operation, target))
        .map((target) => ({ operation, target }))
    })
    if (judged.length === 0) return notApplicable()
    const open = new Map<Node, Open>()
    // one for each reason
    const doubts = new Map<string, Node>()
    for (const { operation, target } of judged) {
      const { name, node } = target
      if (isConfined(target.schema, model) || SAID_TO_BE_CHECKED.test(target.description)) continue
      if (isAuthorizationRequest(operation)) {
        const because = `whether \`${name}\` is compared with what the client has registered, the description does not say`
        if (!doubts.has(because)) doubts.set(because, node)
      } else if (isLimitedElsewhere(name, model)) {
        const because = `another text of the description says that not every address is allowed as \`${name}\`, and not which are`
        if (!doubts.has(because)) doubts.set(because, node)
      } else {
        const same = open.get(node)
        if (same) same.operations.push(operation)
        else open.set(node, { target, operations: [operation] })
      }
    }
    for (const [because, at] of doubts) undecided({ at, because })
    for (const [at, each] of open) {
      report({
        at,
        message: messageFor(each),
        discriminator: each.target.name,
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
        title: 'A short link that takes the target as it is',
        text: `
paths:
  /r:
    get:
      parameters:
        - { name: url, in: query, schema: { type: string } }
#                 ^^^
      responses:
        '301': { description: Moved }
  /cd:
    get:
      parameters:
        - { name: dest, in: query, schema: { type: string } }
#                 ^^^^
      responses:
        '3XX': { description: Moved }
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
        '200': { description: Signed in, content: { text/html: {} } }
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
        - name: redirect_to
          in: query
          schema: { oneOf: [{ enum: [home] }, { type: string, pattern: '^https://app\\.example\\.com/' }] }
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
        title: 'A flow of apps, and an address that programs get as JSON',
        text: `
paths:
  /login/api:
    get:
      description: |-
        Begins a sign-in with a redirect. This endpoint MUST NOT be used in (JavaScript, PHP, ...) browser applications.
      parameters:
        - { name: return_to, in: query, schema: { type: string } }
      responses:
        '302': { description: To the form }
  /login/oauth/{provider}:
    get:
      parameters:
        - { name: forward, in: query, schema: { type: string } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { authorization_url: { type: string } } }
`,
      },
      {
        title: 'That some are refused, another text says: not decided',
        text: `
paths:
  /login:
    get:
      parameters:
        - { name: return_to, in: query, schema: { type: string } }
#                 ~~~~~~~~~
      responses:
        '303': { description: Signed in }
  /login/flows:
    get:
      description: 'Errors: the requested \`?return_to\` address is not allowed to be used.'
      responses:
        '200': { description: OK }
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

function messageFor({ target }: Open): string {
  const loose = target.schema?.all('pattern').length
    ? 'its pattern lets other hosts through'
    : 'the description does not limit it'
  return `\`${target.name}\` is a URL to redirect to, and ${loose}: say which sites are allowed.`
}

function relatedTo({ target }: Open) {
  const pattern = target.schema?.all('pattern')[0]
  return pattern ? [{ at: pattern, message: 'Other hosts fit this pattern as well.' }] : []
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

/** Names of the one thing that an operation that redirects asks for. */
const PLAIN: ReadonlySet<string> = new Set([
  'url',
  'uri',
  'dest',
  'destination',
  'destination url',
  'target',
  'target url',
  'to',
  'link',
  'href',
])

function isTarget(name: string, isRedirect: boolean): boolean {
  const words = tokens(name)
  if (isRedirect && PLAIN.has(words.join(' '))) return true
  return NAMES.has(words.join(' ')) || NAMES.has(words.slice(-2).join(' '))
}

function targetsOf({ parameters, requestBody, responses, method }: Operation): readonly Target[] {
  const found: Target[] = []
  const isRedirect = method === 'get' && responses.some(({ status }) => REDIRECT.test(status))
  const add = (name: string, node: Node, schema: Schema | undefined, at: Node) => {
    if (
      !isTarget(name, isRedirect && node.child('in') !== undefined) ||
      (schema && schema.types.length > 0 && !schema.types.includes('string'))
    )
      return
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

const REDIRECT = /^30[12378]$|^3XX$/i

/** Operations that redirect or sign in, without those of apps that say they are not for browsers. */
function mayBeForBrowsers({ responses, classes, description = '' }: Operation): boolean {
  if (/\bmust not (?:be used|use this)\b[\s\S]{0,200}\bbrowser/i.test(description)) return false
  return SIGN_IN.some((name) => classes.has(name)) || responses.some(({ status }) => REDIRECT.test(status))
}

/** By a documented redirect, a page, or a word about it: what programs get as JSON sends nobody anywhere. */
function sendsBrowsersOn(
  { responses, description, summary }: Operation,
  { description: words }: Target,
): boolean {
  return (
    responses.some(
      ({ status, response }) =>
        REDIRECT.test(status) || response?.content.some(({ type }) => type === 'text/html'),
    ) || /\bbrowsers?\b|\bredirect(?:s|ed|ion)?\b/i.test(`${summary} ${description} ${words}`)
  )
}

/** A text about targets of redirects that some are refused. */
const REFUSALS =
  /(?:return|redirect|continue|forward)[^.]{0,80}\b(?:not allowed|not permitted|allow-?list|white-?list|must be (?:allowed|registered|configured))/i

/** Whether another text of the description tells that the target is limited. */
function isLimitedElsewhere(name: string, model: Model): boolean {
  const wanted = tokens(name).slice(-2).join('')
  return model.stringsWith(REFUSALS).some(({ value }) =>
    value
      .toLowerCase()
      .replaceAll(/[^a-z\d]/g, '')
      .includes(wanted),
  )
}

const SAID_TO_BE_CHECKED =
  /\b(?:allow(?:ed)?[- ]?list(?:ed)?|white[- ]?list(?:ed)?|allowed|permitted|registered|trusted|configured|pre-?approved|same[- ](?:origin|domain|host)|relative (?:path|url|uri)|must (?:match|be one|start|begin)|one of)\b/i

function isConfined(schema: Schema | undefined, model: Model): boolean {
  if (!schema) return false
  if (schema.all('enum').length > 0 || schema.all('const').length > 0) return true
  if (['uuid', 'date', 'date-time'].includes(schema.format ?? '')) return true
  return ['hosts', 'path'].includes(urlReach(schema, model))
}

function isAuthorizationRequest({ parameters }: Operation): boolean {
  return parameters.some(({ name }) => /^client_?id$/i.test(name))
}
