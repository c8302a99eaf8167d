import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { graphOf } from '../resolve/graph.test-kit.ts'
import type { Graph } from '../resolve/graph.ts'
import { applyTextEdits, renderEdits } from '../source/edit.ts'
import { EditRefused } from '../source/edit-refused.ts'
import type { Node } from '../source/node.ts'
import { declaredAt, schemeSection } from './declarations.ts'
import { mentionsOf } from './mentions.ts'
import { nameFault, planRename } from './rename.ts'

type Files = Readonly<Record<string, string>>

/** The files after a rename of what stands at a path of the first. */
async function renamed(files: Files, path: readonly string[], to: string): Promise<Files | string> {
  const graph = await graphOf(files)
  const node = graph.root.at(...path)
  const declared = node && declaredAt(graph, node, 'key')
  if (!declared) throw new Error(`nothing is declared at ${path.join('/')}`)
  const plan = planRename([graph], declared.nodes, to)
  if ('refused' in plan) return plan.refused
  return applied(files, plan.files)
}

function applied(
  files: Files,
  plan: Extract<ReturnType<typeof planRename>, { files: unknown }>['files'],
): Files {
  const result = { ...files }
  for (const { file, edits } of plan) {
    const name = Object.keys(files).find((each) => file.uri.endsWith(`/${each}`)) ?? ''
    result[name] = applyTextEdits(file.text, renderEdits(file, edits))
  }
  return result
}

const api = (schemas: string, rest = ''): string => `openapi: 3.1.0
info: { title: T, version: '1' }
paths: {}
components:
  schemas:
${schemas.replaceAll(/^(?=.)/gm, '    ')}
${rest}`

describe('a new name of a component', () => {
  it('goes into every pointer to it and through it, with its escapes kept', async () => {
    const files = {
      'api.yaml': api(
        "A: { properties: { 'x/y': { type: string } } }\nB: { $ref: '#/components/schemas/A/properties/x~1y' }\nC: { $ref: other.yaml#/D }\nAB: { $ref: './api.yaml#/components/schemas/A' }",
      ),
      'other.yaml': "D: { $ref: 'api.yaml#/components/schemas/A' }\n",
    }
    expect(await renamed(files, ['components', 'schemas', 'A'], 'Z')).toEqual({
      'api.yaml': files['api.yaml'].replace(/\bA\b/g, 'Z'),
      'other.yaml': files['other.yaml'].replace(/\bA\b/g, 'Z'),
    })
  })

  it('leaves alone what has the same name elsewhere, and what is data', async () => {
    const text = api(
      "A: { example: { $ref: '#/components/schemas/A' } }\nB: { $ref: '#/components/parameters/A' }",
      '  parameters: { A: { name: A, in: query, schema: { type: string } } }\n',
    )
    expect(await renamed({ 'api.yaml': text }, ['components', 'schemas', 'A'], 'Z')).toEqual({
      'api.yaml': text.replace('    A: { ex', '    Z: { ex'),
    })
  })

  it('is escaped in pointers of OpenAPI 2.0, where any name will do', async () => {
    const text = `swagger: '2.0'
info: { title: T, version: '1' }
paths: {}
definitions: { A: {}, B: { $ref: '#/definitions/A' } }
`
    expect(await renamed({ 'api.yaml': text }, ['definitions', 'A'], 'a b/c~d')).toEqual({
      'api.yaml': text.replace('{ A:', '{ a b/c~d:').replace('/A', '/a%20b~1c~0d'),
    })
  })

  it('follows the name that an OpenAPI 3.2 description gives itself', async () => {
    const text = api(
      "A: {}\nB: { $ref: 'https://a.example/api#/components/schemas/A' }",
      '$self: https://a.example/api\n',
    ).replace('3.1.0', '3.2.0')
    expect(await renamed({ 'api.yaml': text }, ['components', 'schemas', 'A'], 'Z')).toEqual({
      'api.yaml': text.replace('    A:', '    Z:').replace('/A', '/Z'),
    })
  })

  it('is refused where a discriminator takes the name for a value', async () => {
    const pet =
      'Pet: { oneOf: [{ $ref: "#/components/schemas/Cat" }], discriminator: { propertyName: kind } }\nCat: {}'
    const path = ['components', 'schemas', 'Cat']
    expect(await renamed({ 'api.yaml': api(pet) }, path, 'Lion')).toContain(
      '`Cat` is also a value of the discriminator of `Pet`',
    )
    const mapped = pet.replace('kind }', 'kind, mapping: { Cat: Cat } }')
    expect(await renamed({ 'api.yaml': api(mapped) }, path, 'Lion')).toEqual({
      'api.yaml': api(
        mapped
          .replace('schemas/Cat', 'schemas/Lion')
          .replace('Cat: Cat', 'Cat: Lion')
          .replace('Cat: {}', 'Lion: {}'),
      ),
    })
  })
})

describe('a new name of a scheme', () => {
  it('is taken along by whatever else declares what a shared requirement names', async () => {
    const text = (title: string): string => `openapi: 3.1.0
info: { title: ${title}, version: '1' }
paths: { /a: { $ref: a.yaml } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X } } }
`
    const shared = { 'a.yaml': 'get: { security: [{ key: [] }], responses: {} }\n' }
    const one = await graphOf({ 'one.yaml': text('one'), ...shared })
    const two = await graphOf({ 'two.yaml': text('two'), ...shared })
    const node = schemeSection(one)?.child('key') as Node
    const plan = planRename([one, two], [node], 'token')
    if ('refused' in plan) throw new Error(plan.refused)
    const files = { 'one.yaml': text('one'), 'two.yaml': text('two'), ...shared }
    expect(applied(files, plan.files)).toEqual(
      Object.fromEntries(
        Object.entries(files).map(([name, each]) => [name, each.replace(/key(?=:)/, 'token')]),
      ),
    )
  })
})

describe('a name', () => {
  const asks = async (version: string) =>
    graphOf({ 'api.yaml': `${version}\ninfo: { title: T, version: '1' }\npaths: {}\n` })

  it.each([
    ["swagger: '2.0'", 'component', 'a b', false],
    ['openapi: 3.1.0', 'component', 'a b', true],
    ['openapi: 3.1.0', 'component', 'a-b_c.1', false],
    ['openapi: 3.1.0', 'scheme', 'ä', true],
    ['openapi: 3.1.0', 'scope', 'orders:read/all', false],
    ['openapi: 3.1.0', 'scope', 'a\\b', true],
    ["swagger: '2.0'", 'scheme', '', true],
  ] as const)('in `%s` for a %s can be %j: not %s', async (version, kind, name, isFaulty) => {
    expect(nameFault(await asks(version), kind, name) !== undefined).toBe(isFaulty)
  })
})

const CORPUS = new URL('../../../../../shared/corpus/', import.meta.url)

/** Documents of one file, of every format. */
function documents(): readonly string[] {
  if (!existsSync(CORPUS)) return []
  const rows = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').split('\n').slice(1)
  return rows.flatMap((row) => {
    const [path = '', , , format = '', bytes, several] = row.split('\t')
    const isFit = /^(?:OpenAPI|AsyncAPI)/.test(format) && several === 'no' && Number(bytes) < 300_000
    return isFit && /\.(?:json|ya?ml)$/.test(path) ? [path] : []
  })
}

describe.skipIf(!existsSync(CORPUS))('in real descriptions (skipped without ../shared/corpus)', () => {
  it.each(documents().filter((_, index) => index % 2 === 0))(
    'every name can be changed, and changed back: %s',
    async (path) => {
      const text = readFileSync(new URL(path, CORPUS), 'utf8').replace(/^\ufeff/, '')
      const name = path.slice(path.lastIndexOf('/') + 1)
      const graph = await graphOf({ [name]: text }).catch(() => undefined)
      if (!graph) return
      const before = leading(graph)
      for (const node of named(graph)) {
        const there = await tried(name, text, node.path, 'New.name-1')
        if (there === undefined) continue
        const after = await graphOf({ [name]: there })
        expect(after.problems.length).toBe(graph.problems.length)
        expect(leading(after)).toBe(before)
        const back = [...node.path.slice(0, -1), 'New.name-1']
        expect(await tried(name, there, back, node.key)).toBe(text)
      }
    },
  )
})

/** Components of each kind, some of them. */
function named(graph: Graph): readonly Node[] {
  const sections = [
    ...(graph.root.child('components')?.children() ?? []),
    ...['definitions', 'securityDefinitions', 'parameters', 'responses'].flatMap(
      (key) => graph.root.child(key) ?? [],
    ),
  ]
  return sections.flatMap((section) =>
    [...section.children()].filter((_, index) => index % 7 === 0).slice(0, 3),
  )
}

/** Undefined where the rename is refused. */
async function tried(
  name: string,
  text: string,
  path: readonly string[],
  to: string,
): Promise<string | undefined> {
  try {
    const result = await renamed({ [name]: text }, path, to)
    return typeof result === 'string' ? undefined : result[name]
  } catch (error) {
    if (
      error instanceof EditRefused ||
      (error instanceof Error && /^nothing is declared/.test(error.message))
    )
      return undefined
    throw error
  }
}

/** How many names lead somewhere. */
function leading(graph: Graph): number {
  return mentionsOf(graph).all.filter(({ targets }) => targets.length > 0).length
}
