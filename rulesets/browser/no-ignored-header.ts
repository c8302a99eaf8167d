import {
  defineRule,
  type Fix,
  type MediaType,
  type Model,
  type Node,
  type Operation,
  type Schema,
} from '@specward/core'
import { remove } from '../edits.ts'
import { labelsOf, sentHeaders } from '../headers.ts'
import { essenceOf } from '../input/media-types.ts'
import { listed } from '../wording.ts'

/** Where a header is declared to no effect, and what could be taken away. */
interface Ignored {
  readonly name: string
  readonly side: 'request' | 'response'
  readonly places: Set<Node>
  readonly operations: Set<Operation>
  /** What it lists by `enum` or `const`. */
  readonly listed: Set<string>
  /** The media types that count in its place. */
  readonly types: Set<string>
}

export default defineRule({
  id: 'no-ignored-header',
  title: 'A header is declared where OpenAPI has tools ignore it.',
  why: 'Validators and gateways skip the declaration, so its `enum` or `pattern` keeps nothing out. Whoever relies on it for the content types that are let in has no check at all.',
  fix: 'Say by the keys of `content` which types a request or response can have, and take the header away.',
  presets: { recommended: 'hint', strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436, 1059],
    controls: ['INPUT-4'],
    specifications: ['OpenAPI 3.1.1, Parameter Object and Response Object'],
  },
  falsePositives:
    'A parameter `Authorization` is ignored as well; it is judged by `no-shadow-authentication`. OpenAPI 2.0 says nothing of the kind.',
  select: 'document',
  check(_document, { report, model }) {
    for (const ignored of ignoredHeaders(model)) {
      const { name, side, places, operations } = ignored
      const [first, ...others] = [...places]
      if (!first) continue
      const labels = labelsOf(operations)
      report({
        at: first.child('name') ?? { node: first, part: 'key' },
        covers: [...places],
        message: messageFor(ignored),
        discriminator: `${side} ${name.toLowerCase()}`,
        operations: labels,
        related: others.slice(0, 5).map((node) => ({ at: node, message: 'It is declared here as well.' })),
        fix: removal([first, ...others], lackingIn(ignored).length === 0 ? 'safe' : 'suggested'),
      })
    }
  },
  examples: {
    bad: [
      {
        title: '`Accept` and `Content-Type` of a request, one through `$ref`',
        text: `
paths:
  /orders:
    post:
      parameters:
        - $ref: '#/components/parameters/Type'
        - { name: accept, in: header, schema: { type: string } }
#                 ^^^^^^
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '201': { description: Created }
components:
  parameters:
    Type:
      name: Content-Type
#           ^^^^^^^^^^^^
      in: header
      schema: { type: string, enum: [application/json] }
`,
      },
      {
        title: 'Of a response',
        format: 'oas3.0',
        text: `
paths:
  /photos:
    get:
      responses:
        '200':
          description: OK
          headers:
            content-type: { schema: { type: string, enum: [image/png] } }
#           ^^^^^^^^^^^^
            ETag: { schema: { type: string } }
          content:
            image/png: {}
`,
      },
    ],
    good: [
      {
        title: 'Headers with other names, and in other places',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: Accept-Language, in: header, schema: { type: string } }
        - { name: X-Content-Type, in: header, schema: { type: string } }
        - { name: accept, in: query, schema: { type: string } }
      responses:
        '200':
          description: OK
          headers:
            Accept: { schema: { type: string } }
`,
      },
      {
        title: '`Authorization`, which another rule judges',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      parameters:
        - { name: Authorization, in: header, schema: { type: string } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})

/** Media types that the header alone lists. */
function lackingIn({ listed: values, types }: Ignored): readonly string[] {
  return [...values].filter((value) => !types.has(essenceOf(value)))
}

function messageFor(ignored: Ignored): string {
  const { name, side, listed: values, types } = ignored
  const what = `OpenAPI 3 ignores ${side === 'request' ? 'header parameter' : 'response header'} \`${name}\``
  if (types.size === 0) return `${what}: remove it.`
  const lacking = lackingIn(ignored)
  if (values.size > 0 && lacking.length === 0) return `${what}: remove it, \`content\` lists its media types.`
  const more =
    lacking.length === 0
      ? ''
      : ` ${listed(lacking)} ${lacking.length === 1 ? 'is' : 'are'} not under \`content\`.`
  return `${what}: remove it and list the media types under \`content\`.${more}`
}

function ignoredHeaders(model: Model): Iterable<Ignored> {
  const found = new Map<string, Ignored>()
  const add = (
    { name, side, node }: { name: string; side: Ignored['side']; node: Node },
    schema: Schema | undefined,
    operations: readonly Operation[],
    content: readonly MediaType[],
  ) => {
    const key = `${side} ${name.toLowerCase()}`
    const known = found.get(key) ?? {
      ...{ name, side, places: new Set<Node>(), operations: new Set<Operation>() },
      ...{ listed: new Set<string>(), types: new Set<string>() },
    }
    found.set(key, known)
    known.places.add(node)
    for (const operation of operations) known.operations.add(operation)
    for (const value of valuesOf(schema)) known.listed.add(value)
    for (const { type } of content) known.types.add(type)
  }
  for (const { in: place, name, node, operations, schema } of model.select('parameter')) {
    if (place !== 'header' || operations.length === 0 || !/^(?:accept|content-type)$/i.test(name)) continue
    const content = operations.flatMap((each) => contentFor(name, each))
    add({ name, side: 'request', node: model.resolve(node) ?? node }, schema, operations, content)
  }
  for (const { header, response, operations } of sentHeaders(model, 'Content-Type')) {
    const { name, node, schema } = header
    add({ name, side: 'response', node }, schema, operations, response.content)
  }
  return found.values()
}

/** What a request has, and for `Accept` what is sent back. */
function contentFor(name: string, { requestBody, responses }: Operation): readonly MediaType[] {
  if (/^content-type$/i.test(name)) return requestBody?.content ?? []
  return responses.flatMap(({ response }) => response?.content ?? [])
}

function valuesOf(schema: Schema | undefined): readonly string[] {
  const values = ['enum', 'const'].flatMap((keyword) => schema?.all(keyword) ?? [])
  return values
    .flatMap(({ value }) => value)
    .filter((value): value is string => typeof value === 'string' && value.includes('/'))
}

/** Only where each stands by itself: a definition may be referred to from elsewhere. The list goes with its last entry. */
function removal(places: readonly Node[], kind: Fix['kind']): Fix | undefined {
  const isInline = places.every(
    ({ parent }) => parent?.parent?.key !== 'components' && (parent?.isList || parent?.key === 'headers'),
  )
  if (!isInline) return undefined
  const edits = places.map((node) => {
    const { parent } = node
    const isAlone = parent !== undefined && Object.keys(parent.value as object).length === 1
    return remove(isAlone ? parent : node)
  })
  return { title: 'Remove the header', kind, edits }
}
