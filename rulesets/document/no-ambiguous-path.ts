import { defineRule } from '@specward/core'
import { weakerPairOf } from '../authorization/ambiguous-security.ts'
import { listed } from '../wording.ts'
import { type Overlap, overlapsOf } from './path-overlaps.ts'
import type { PathTemplate } from './path-templates.ts'

export default defineRule({
  id: 'no-ambiguous-path',
  title: 'Two paths match the same URL, and nothing says which of them counts.',
  why: 'The specification leaves it to each program to choose. A gateway can then check one operation, with its limits and permissions, and the server carry out the other.',
  fix: 'Merge paths that differ in the names of their parameters alone. Give the others a fixed segment that tells them apart, or limit the parameter by `enum`, `format` or `pattern` so that it cannot be the fixed text of the other.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [436],
    controls: ['INV-3'],
    specifications: ['OpenAPI 3.1.1, Paths Object and Path Templating Matching'],
  },
  falsePositives:
    'A fixed path goes before one with parameters by the specification, and a path that matches a part of what another one matches goes before it in practically all routers: both are fine. Where the type, format, values, length or pattern of a parameter keep it from being the text of the other path, the paths do not meet. Differing paths are compared for operations of one method on one server. What lets callers in without the credential of the other is reported by `no-ambiguous-path-security`.',
  select: 'document',
  check(document, { report, undecided, notApplicable, model }) {
    const { found, isCut } = overlapsOf(model)
    if (!document.operations.some(({ kind }) => kind === 'http')) return notApplicable()
    const paths = document.node.child('paths') ?? document.node
    if (isCut) {
      undecided({ at: paths, because: 'it has more paths that begin with a parameter than were compared' })
    }
    for (const [path, overlaps] of groupsOf(found)) {
      const [first] = overlaps
      if (!first) continue
      report({
        at: { node: path.node, part: 'key' },
        message: messageFor(path, overlaps, first),
        operations: operationsOf(overlaps, path),
        related: overlaps.slice(0, 5).map((each) => ({
          at: { node: otherOf(each, path).node, part: 'key' as const },
          message: `\`${each.shared}\` matches this path as well.`,
        })),
      })
    }
    for (const { second, first, shared, isCertain } of found) {
      if (isCertain) continue
      const because = `whether \`${shared}\` matches it as well as \`${first.path}\` depends on a \`pattern\` that was not tried`
      undecided({ at: { node: second.node, part: 'key' }, because })
    }
  },
  examples: {
    bad: [
      {
        title: 'The same path twice, with another name for the parameter; reached through `$ref`',
        text: `
paths:
  /orders/{id}:
    $ref: '#/components/pathItems/Order'
  /orders/{orderId}:
# ^^^^^^^^^^^^^^^^^
    delete:
      responses:
        '204': { description: Deleted }
components:
  pathItems:
    Order:
      get:
        responses:
          '200': { description: OK }
`,
      },
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
  /files/{name}/{version}:
    get:
      parameters:
        - { name: name, in: path, required: true, type: string }
        - { name: version, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /files/{file}/{revision}:
# ^^^^^^^^^^^^^^^^^^^^^^^^
    get:
      parameters:
        - { name: file, in: path, required: true, type: string }
        - { name: revision, in: path, required: true, type: string }
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

/** By the path that has to change, each overlap once: that of the earlier path where it stands in the way of several. */
function groupsOf(found: readonly Overlap[]): ReadonlyMap<PathTemplate, readonly Overlap[]> {
  const told = found.filter((each) => each.isCertain && weakerPairOf(each) === undefined)
  const counts = new Map<PathTemplate, number>()
  for (const path of told.flatMap(({ first, second }) => [first, second]))
    counts.set(path, (counts.get(path) ?? 0) + 1)
  const groups = new Map<PathTemplate, Overlap[]>()
  for (const overlap of told) {
    const { first, second } = overlap
    const path = (counts.get(first) ?? 0) > (counts.get(second) ?? 0) ? first : second
    const group = groups.get(path)
    if (group) group.push(overlap)
    else groups.set(path, [overlap])
  }
  return groups
}

function otherOf({ first, second }: Overlap, path: PathTemplate): PathTemplate {
  return first === path ? second : first
}

function messageFor(template: PathTemplate, overlaps: readonly Overlap[], first: Overlap): string {
  const { path } = template
  const others = overlaps.map((each) => otherOf(each, template).path)
  if (first.isSame && overlaps.length === 1)
    return `\`${path}\` and \`${others[0]}\` are one and the same path, because names of parameters do not count. Merge them.`
  return `\`${path}\` matches the same URLs as ${listed(others)}, \`${first.shared}\` for one, and nothing says which of them counts.`
}

function operationsOf(overlaps: readonly Overlap[], path: PathTemplate): readonly string[] {
  const pairs = overlaps.flatMap((each) =>
    each.pairs.map(([one, other]) => (each.first === path ? one : other)),
  )
  const own = pairs.length > 0 ? pairs : path.operations
  return [...new Set(own.map(({ label }) => label))]
}
