import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../client.test-kit.ts'
import { ONE_RULE, PATH_ITEM, READ_ITEM, referring } from '../fixtures.test-kit.ts'
import { looksLikeFragment } from './fragment.ts'

let client: Client
const files = {
  'specward.yaml': ONE_RULE,
  'api.yaml': referring('parts/item.yaml'),
  'parts/item.yaml': PATH_ITEM,
}

describe('a part of a description that is open alone', () => {
  afterEach(() => client.stop())

  it.each([true, false])(
    'has the findings of the descriptions that reach it (workspace: %s)',
    async (workspace) => {
      client = await new Client({ files, initializationOptions: { settings: { workspace } } }).start()
      await client.open('parts/item.yaml')
      expect(await client.found('parts/item.yaml')).toEqual(['no-anonymous-write:0'])
      await client.change('parts/item.yaml', READ_ITEM)
      expect(await client.found('parts/item.yaml')).toEqual([])
    },
  )

  it('is reached over other files', async () => {
    const more = { 'api.yaml': referring('middle.yaml'), 'middle.yaml': "$ref: 'parts/item.yaml'\n" }
    client = await new Client({ files: { ...files, ...more } }).start()
    await client.open('parts/item.yaml')
    expect(await client.found('parts/item.yaml')).toEqual(['no-anonymous-write:0'])
  })

  it('says so when none does, until one does', async () => {
    client = await new Client({ files: { ...files, 'api.yaml': referring('else.yaml') } }).start()
    await client.open('parts/item.yaml')
    expect(await client.diagnostics('parts/item.yaml')).toMatchObject([{ code: 'not-reached', severity: 3 }])
    await client.write('api.yaml', referring('parts/item.yaml'))
    expect(await client.found('parts/item.yaml')).toEqual(['no-anonymous-write:0'])
    await client.write('api.yaml', referring('else.yaml'))
    expect(await client.found('parts/item.yaml')).toEqual(['not-reached:0'])
    let { refreshes } = client
    await client.write('new.yaml', referring('parts/item.yaml'))
    // the editor is asked to ask again as often as more is known
    for (let found: readonly string[] = []; !found.includes('no-anonymous-write:0'); ) {
      await client.until(() => client.refreshes > refreshes)
      refreshes = client.refreshes
      found = await client.found('parts/item.yaml')
      expect(['no-anonymous-write:0', 'not-reached:0']).toEqual(expect.arrayContaining([...found]))
    }
  })

  it('lets go of descriptions that are judged for nothing else, when it is closed', async () => {
    client = await new Client({ files, initializationOptions: { settings: { workspace: false } } }).start()
    await client.open('parts/item.yaml')
    await client.pull('parts/item.yaml')
    const pull = client.workspacePull()
    await client.close('parts/item.yaml')
    await client.open('other.yaml', 'services: {}\n')
    await client.pull('other.yaml')
    expect(pull.of('file:///apis/parts/item.yaml') ?? []).toEqual([])
  })
})

describe('a text', () => {
  it.each([
    ['a path item', PATH_ITEM],
    ['a schema', 'type: object\nproperties:\n  id: { type: string }\n'],
    [
      'schemas by name',
      'User:\n  type: object\n  properties: { id: { type: string } }\nUsers: { $ref: "#/User" }\n',
    ],
    ['components', 'components:\n  schemas:\n    A: { type: string, enum: [a] }\n'],
    ['kinds of components', 'parameters:\n  Limit: { name: limit, in: query, schema: { type: integer } }\n'],
    ['a parameter', 'name: limit\nin: query\nschema: { type: integer }\n'],
    ['a response', "description: Fine\ncontent: { 'application/json': {} }\n"],
  ])('that is %s is a part', async (_, text) => {
    expect(await looksLikeFragment('file:///a.yaml', text)).toBe(true)
  })

  it.each([
    ['a compose file', 'services:\n  web: { image: nginx, ports: ["80:80"] }\n'],
    ['a workflow', 'on: push\njobs:\n  test: { runs-on: ubuntu, steps: [{ run: npm test }] }\n'],
    ['a manifest', 'apiVersion: v1\nkind: ConfigMap\ndata: { a: b }\n'],
    ['a package', '{ "name": "a", "version": "1.0.0", "dependencies": { "b": "1" } }'],
    [
      'a schema of its own',
      '{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {} }',
    ],
    ['a list', '- a\n- b\n'],
    ['a setting', 'get: { url: a }\ntype: object\n'],
    ['a translation', 'title: Hello\nerrors: { type: string, in: query }\n'],
    ['empty', ''],
    ['broken', 'type: object\nproperties: [\n'],
  ])('that is %s is none', async (_, text) => {
    expect(await looksLikeFragment('file:///a.yaml', text)).toBe(false)
  })
})
