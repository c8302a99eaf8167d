import { defineRule } from '@specward/core'
import { weakerPairOf } from '../authorization/ambiguous-security.ts'
import { listed } from '../wording.ts'
import { coveredBy, type Group, groupsOf } from './path-groups.ts'
import { overlapsOf, TOO_MANY } from './path-overlaps.ts'

/** Places that are shown. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-ambiguous-path',
  title: 'Two paths match the same URL, and nothing says which of them counts.',
  why: 'The specification leaves it to each program to choose. A gateway can then check one operation, with its limits and permissions, and the server carry out the other.',
  fix: 'Give one of them a fixed segment that tells them apart, or limit the parameter by `enum`, `format` or `pattern` so that it cannot be the fixed text of the other.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [436],
    controls: ['INV-3'],
    specifications: ['OpenAPI 3.1.1, Paths Object and Path Templating Matching'],
  },
  falsePositives:
    'Paths are meant of which each is the more exact one in some segment, such as `/{entity}/me` and `/books/{id}`; many routers then take the one that is more exact further left. A fixed path goes before one with parameters by the specification, and a path that matches a part of what another one matches goes before it in practically all routers: both are fine. Where the type, format, values, length or pattern of a parameter keep it from being the text of the other path, the paths do not meet. Operations of one method on one server are compared. Where one of them lets in whom the other refuses, `no-ambiguous-path-security` reports it; paths that differ in names alone are for `no-identical-path`.',
  select: 'document',
  check(document, { report, undecided, notApplicable, model }) {
    const { found, isCut } = overlapsOf(model)
    if (!document.operations.some(({ kind }) => kind === 'http')) return notApplicable()
    const paths = document.node.child('paths') ?? document.node
    if (isCut) {
      undecided({ at: paths, because: TOO_MANY })
    }
    const told = found.filter((each) => each.isCertain && !each.isSame && weakerPairOf(each) === undefined)
    for (const group of groupsOf(told)) {
      report({
        at: { node: group.path.node, part: 'key' },
        covers: coveredBy(group.overlaps),
        message: messageFor(group),
        operations: operationsOf(group),
        related: group.overlaps.slice(0, MOST_RELATED).map(({ shared }, index) => ({
          at: { node: group.others[index]?.node ?? group.path.node, part: 'key' as const },
          message: `\`${shared}\` matches this path as well.`,
        })),
      })
    }
    for (const { second, first, shared, isCertain, isSame } of found) {
      if (isCertain || isSame) continue
      const because = `whether \`${shared}\` matches it as well as \`${first.path}\` depends on a \`pattern\` that was not tried`
      undecided({ at: { node: second.node, part: 'key' }, because })
    }
  },
  examples: {
    bad: [
      {
        title: 'Each is the more exact one in some segment: both match `/books/me`',
        text: `
paths:
  /{entity}/me:
# ^^^^^^^^^^^^
    get:
      responses:
        '200': { description: OK }
  /books/{id}:
    get:
      responses:
        '200': { description: OK }
  /authors/{id}:
    $ref: '#/components/pathItems/Author'
components:
  pathItems:
    Author:
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /files/{name}/latest:
# ^^^^^^^^^^^^^^^^^^^^
    get:
      parameters:
        - { name: name, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /files/shared/{name}:
    get:
      parameters:
        - { name: name, in: path, required: true, type: string, pattern: '^[a-z]{1,20}$' }
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: a fixed path, and one that matches a part of what another one matches',
        text: `
paths:
  /orders/{id}: { get: { responses: { '200': { description: OK } } } }
  /orders/latest: { get: { responses: { '200': { description: OK } } } }
  /orders/{id}/{part}: { get: { responses: { '200': { description: OK } } } }
  /orders/{id}/lines: { get: { responses: { '200': { description: OK } } } }
  /orders/{id}.pdf: { get: { responses: { '200': { description: OK } } } }
  /orders/: { get: { responses: { '200': { description: OK } } } }
  /{kind}/about: { get: { responses: { '200': { description: OK } } } }
  /orders/about: { get: { responses: { '200': { description: OK } } } }
`,
      },
      {
        title:
          'Near miss: parameters that cannot be the text of the other path, other methods, other servers',
        text: `
paths:
  /{entity}/me: { get: { responses: { '200': { description: OK } } } }
  /books/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses: { '200': { description: OK } }
  /films/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, pattern: '^f-[0-9]+$' } }
      responses: { '200': { description: OK } }
  /songs/{id}: { put: { responses: { '200': { description: OK } } } }
  /plays/{id}:
    servers: [{ url: 'https://plays.example.com' }]
    get: { responses: { '200': { description: OK } } }
servers: [{ url: 'https://api.example.com' }]
`,
      },
      {
        title: 'OpenAPI 2.0: not decided, because the pattern decides',
        format: 'oas2',
        text: `
paths:
  /{entity}/me:
    get:
      parameters:
        - { name: entity, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /books/{id}:
# ~~~~~~~~~~~
    get:
      parameters:
        - { name: id, in: path, required: true, type: string, pattern: '^(?!me$)[a-z]+$' }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

function messageFor({ path, others, overlaps: [first] }: Group): string {
  const shared = first ? `\`${first.shared}\` for one, ` : ''
  return `\`${path.path}\` matches the same URLs as ${listed(others.map((each) => each.path))}, ${shared}and nothing says which of them counts.`
}

function operationsOf({ path, overlaps }: Group): readonly string[] {
  const own = overlaps.flatMap(({ first, pairs }) =>
    pairs.map(([one, other]) => (first === path ? one : other)),
  )
  return [...new Set(own.map(({ label }) => label))]
}
