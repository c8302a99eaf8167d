import { defineRule, type Operation } from '@specward/core'
import { listed } from '../wording.ts'
import { type ListedParameter, type ParameterList, parameterListsOf } from './parameter-lists.ts'
import { declaring, renaming, withoutIdle } from './path-parameter-fixes.ts'
import { beforeQuery } from './path-queries.ts'

export default defineRule({
  id: 'no-undeclared-path-parameter',
  title: 'A path and its parameters do not match.',
  why: 'Nothing says what may stand in a parameter that is not declared, so gateways and generated code let through whatever comes. One that no path has is a sign that the one which is used goes unchecked.',
  fix: 'Declare each `{name}` of the path with `in: path`, at the path or at each of its operations, and remove parameters that the path does not have.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1', 'INV-3'],
    specifications: ['OpenAPI 3.1.1, Path Templating and Parameter Object'],
  },
  falsePositives:
    'Names are compared as they are written. Operations whose parameters could not all be read are not judged. In OpenAPI 2.0, `spec-conformance` reports the same; it also reports, in all versions, that a path parameter lacks `required: true`.',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    const paths = pathsOf(document.operations)
    if (paths.size === 0) return notApplicable()
    const lists = parameterListsOf(model)
    const unread = new Set(lists.flatMap(({ isWhole, operations }) => (isWhole ? [] : operations)))
    for (const [path, operations] of paths) {
      const lacking = operations.flatMap((operation) => {
        const missing = unread.has(operation) ? [] : missingAt(operation)
        return missing.length > 0 ? [{ operation, missing }] : []
      })
      const [first] = lacking
      if (!first) continue
      const isAll = lacking.length === operations.length && lacking.length > 1
      const names = [...new Set(lacking.flatMap(({ missing }) => missing))]
      const idle = idleOf(path, lists)
      report({
        covers: lacking.flatMap(({ operation, missing }) =>
          missing.map((name) => `${operation.label} ${name}`),
        ),
        at: {
          node: isAll ? (document.node.at('paths', path) ?? first.operation.node) : first.operation.node,
          part: 'key',
        },
        message: missingMessage(isAll ? path : lacking.map(({ operation }) => operation.label), names),
        operations: lacking.map(({ operation }) => operation.label),
        discriminator: path,
        fix: idle.length > 0 ? renaming(names, idle) : declaring(lacking, isAll, document),
      })
    }
    for (const { path, owner, operations, parameters } of lists) {
      if (!operations.every(({ kind }) => kind === 'http')) continue
      const taken = namesIn(path)
      const missing = [...new Set((paths.get(path) ?? []).flatMap(missingAt))]
      for (const parameter of parameters) {
        const { name, place, node } = parameter
        if (place !== 'path' || isTaken(name, taken)) continue
        report({
          at: node.child('$ref') ?? node.child('name') ?? node,
          message: `\`${owner}\` has a path parameter \`${name}\`, but ${owner === path ? 'this path' : `\`${path}\``} has no \`{${name}}\`, so it counts for nothing.`,
          operations: operations.map(({ label }) => label),
          discriminator: `${owner} ${name}`,
          fix: missing.length > 0 ? renaming(missing, idleOf(path, lists)) : withoutIdle(parameter, lists),
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'Declared for one of two operations, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders/{id}:
    $ref: '#/components/pathItems/Order'
components:
  pathItems:
    Order:
      get:
        parameters:
          - { name: id, in: path, required: true, schema: { type: string } }
        responses:
          '200': { description: OK }
      delete:
#     ^^^^^^
        responses:
          '204': { description: Deleted }
`,
      },
      {
        title: 'Misspelt: one that is not declared, and one that no path has',
        format: 'oas3.0',
        text: `
paths:
  /orders/{orderId}:
# ^^^^^^^^^^^^^^^^^
    parameters:
      - { name: orderID, in: path, required: true, schema: { type: string } }
#               ^^^^^^^
    get:
      responses:
        '200': { description: OK }
    delete:
      responses:
        '204': { description: Deleted }
`,
      },
    ],
    good: [
      {
        title: 'Declared at the path, at the operation, and through `$ref`; as frameworks write it',
        text: `
paths:
  /orders/{id}/lines/{line}:
    parameters:
      - $ref: '#/components/parameters/Id'
    get:
      parameters:
        - { name: line, in: path, required: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
  /files/{path+}:
    get:
      parameters:
        - { name: path, in: path, required: true, schema: { type: string } }
      responses:
        '200': { description: OK }
components:
  parameters:
    Id: { name: id, in: path, required: true, schema: { type: string } }
`,
      },
      {
        title:
          'Near miss: a callback has an expression for a path, and a component that nobody uses may be anything',
        text: `
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
      callbacks:
        shipped:
          '{$request.body#/url}/{$request.body#/id}':
            post:
              responses:
                '204': { description: Received }
components:
  parameters:
    Id: { name: id, in: path, required: true, schema: { type: string } }
`,
      },
    ],
  },
})

function pathsOf(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const paths = new Map<string, Operation[]>()
  for (const operation of operations) {
    if (operation.kind !== 'http') continue
    const same = paths.get(operation.path)
    if (same) same.push(operation)
    else paths.set(operation.path, [operation])
  }
  return paths
}

/** Path parameters of a path that it does not have. */
function idleOf(path: string, lists: readonly ParameterList[]): readonly ListedParameter[] {
  const taken = namesIn(path)
  return lists
    .filter((list) => list.path === path)
    .flatMap(({ parameters }) => parameters)
    .filter(({ name, place }) => place === 'path' && !isTaken(name, taken))
}

function isTaken(name: string, taken: ReadonlySet<string>): boolean {
  return taken.has(name) || taken.has(bare(name))
}

function missingAt({ path, parameters }: Operation): readonly string[] {
  const declared = new Set(
    parameters.flatMap(({ in: place, name }) => (place === 'path' ? [name, bare(name)] : [])),
  )
  return [...namesIn(path)].filter((name) => !declared.has(name))
}

/** Names in the braces of a path, without those of URI templates that stand for a query (RFC 6570, section 3.2.8). */
function namesIn(path: string): ReadonlySet<string> {
  const names = [...beforeQuery(path).matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  return new Set(names.filter((name) => !/^[?&]/.test(name)).map(bare))
}

/** Without what frameworks write around a name: `{+path}`, `{path*}`, `{id:[0-9]+}`. */
function bare(name: string): string {
  return name.replace(/^[+/.;#]/, '').replace(/(?:[:+*]).*$/, '')
}

function missingMessage(where: string | readonly string[], names: readonly string[]): string {
  const written = listed(names.map((name) => `{${name}}`))
  const [first] = names
  if (names.length === 1 && first === '') return `${subject(where)} has a parameter without a name: \`{}\`.`
  return `${subject(where)} ${typeof where !== 'string' && where.length > 1 ? 'do' : 'does'} not declare ${written} of the path, so nothing says what may stand there.`
}

function subject(where: string | readonly string[]): string {
  return typeof where === 'string' ? `\`${where}\`` : listed(where)
}
