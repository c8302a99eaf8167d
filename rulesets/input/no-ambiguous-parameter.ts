import { type At, defineRule, type Operation } from '@specward/core'
import { counted, listed, listedWords } from '../wording.ts'
import { type SharedName, sharedNames } from './same-names.ts'

export default defineRule({
  id: 'no-ambiguous-parameter',
  title: 'One value can be sent at two places of a request.',
  why: 'A gateway or a check may look at one place and the code at the other, and many frameworks merge them. Whoever sends two different values passes the check with one and is served with the other.',
  fix: 'Take each value at one place. Where both have to stay, say which one counts, and refuse requests in which they differ.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [235],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 3.1.1, Parameter Object'],
  },
  falsePositives:
    'The same word may mean two things in one operation. What the path names and the body repeats is left alone: that is how resources are replaced.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const operations = document.operations.filter(({ kind }) => kind === 'http')
    if (operations.length === 0) return notApplicable()
    const groups = new Map<unknown, Group>()
    for (const operation of operations) {
      for (const shared of sharedNames(operation)) {
        const key = causeOf(shared) ?? operation
        const group: Group = groups.get(key) ?? { operations: [], shared: new Map() }
        if (group.operations.at(-1) !== operation) group.operations.push(operation)
        if (!group.shared.has(shared.name)) group.shared.set(shared.name, shared)
        groups.set(key, group)
      }
    }
    for (const { operations: concerned, shared } of groups.values()) {
      const [first] = shared.values()
      const [place, other] = first?.places ?? []
      if (!first || !place || !other) continue
      report({
        at: atOf(place),
        covers: concerned.flatMap(({ identity }) =>
          [...shared.values()].map(({ key }) => `${identity} ${key}`),
        ),
        message: `${subjectOf(concerned)} ${listed([...shared.keys()])} in the ${listedWords([...new Set([...shared.values()].flatMap(({ places }) => places.map(({ where }) => where)))])}. Take each at one place, or refuse requests in which they differ.`,
        related: first.places.slice(1).map(({ where, name, node }) => ({
          at: atOf({ where, node }),
          message: `\`${name}\` in the ${where}.`,
        })),
        operations: concerned.map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title:
          'In the query and in a body that is reached through `$ref` and `allOf`, and in a header and a cookie',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: tenant_id, in: query, schema: { type: string } }
#                 ^^^^^^^^^
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/NewOrder' }] }
      responses: { '201': { description: OK } }
  /carts:
    get:
      parameters:
        - { name: X-Cart-Id, in: header, schema: { type: string } }
#                 ^^^^^^^^^
        - { name: cartId, in: cookie, schema: { type: string } }
      responses: { '200': { description: OK } }
components:
  schemas:
    NewOrder: { type: object, properties: { tenantId: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: in the query and in a form',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: user, in: query, type: string }
#                 ^^^^
        - { name: user, in: formData, type: string }
      responses: { '201': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Repeated from the path, read only, other words, and at other depths',
        text: `
paths:
  /orders/{id}:
    put:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: version, in: query, schema: { type: string } }
        - { name: state, in: query, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                id: { type: string }
                version: { type: integer, readOnly: true }
                versions: { type: object, properties: { state: { type: string } } }
                states: { type: object }
                stateId: { type: string }
      responses: { '204': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: in two operations',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: user, in: query, type: string }]
      responses: { '200': { description: OK } }
    post:
      parameters: [{ name: user, in: formData, type: string }]
      responses: { '201': { description: OK } }
`,
      },
    ],
  },
})

interface Group {
  readonly operations: Operation[]
  readonly shared: Map<string, SharedName>
}

/** A parameter or a body that many operations take is one cause. */
function causeOf({ places, body }: SharedName): unknown {
  const parameter = places.find(({ isShared }) => isShared)
  return parameter?.node ?? (body?.name === undefined ? undefined : body)
}

function atOf({
  where,
  node,
}: {
  readonly where: string
  readonly node: SharedName['places'][number]['node']
}): At {
  return where === 'body' && node.key !== 'name' ? { node, part: 'key' } : node
}

function subjectOf([first, ...others]: readonly Operation[]): string {
  const label = `\`${first?.label}\``
  return others.length === 0
    ? `${label} takes`
    : `${label} and ${counted(others.length, 'other operation')} take`
}
