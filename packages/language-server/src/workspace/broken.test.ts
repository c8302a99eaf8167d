import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, referring } from '../fixtures.test-kit.ts'

let client: Client
const files = { 'specward.yaml': ONE_RULE }

afterEach(() => client.stop())

describe('while a text is broken', () => {
  it('the fault is shown, and findings stay where they belong', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
    const at = { line: 2, character: 0 }
    await client.change('api.yaml', [{ range: { start: at, end: at }, text: 'servers: [\n\n' }])
    const found = await client.found('api.yaml')
    expect(found[0]).toBe('no-anonymous-write:7')
    expect(found.slice(1).every((each) => each.startsWith('syntax-error'))).toBe(true)
    expect(found.length).toBeGreaterThan(1)
    const end = { line: 2, character: 10 }
    await client.change('api.yaml', [{ range: { start: { line: 2, character: 9 }, end }, text: '[]' }])
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:7'])
  })

  it('findings follow one edit after the other, and those go whose text is edited away', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    await client.pull('api.yaml')
    const insert = (line: number, text: string) => [
      { range: { start: { line, character: 0 }, end: { line, character: 0 } }, text },
    ]
    await client.change('api.yaml', insert(2, 'x: [\n'))
    expect((await client.found('api.yaml'))[0]).toBe('no-anonymous-write:6')
    await client.change('api.yaml', insert(0, '# a\n# b\n'))
    expect((await client.found('api.yaml'))[0]).toBe('no-anonymous-write:8')
    const range = { start: { line: 8, character: 0 }, end: { line: 9, character: 0 } }
    await client.change('api.yaml', [{ range, text: '' }])
    expect((await client.found('api.yaml')).filter((each) => !each.startsWith('syntax'))).toEqual([])
  })

  it('the same holds where the editor sends the whole text each time', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    await client.pull('api.yaml')
    await client.change('api.yaml', OPEN_DELETE.replace('security: []', 'security: [\n# more'))
    expect((await client.found('api.yaml'))[0]).toBe('no-anonymous-write:6')
  })

  it('findings stay in the description and in its other files', async () => {
    const item = PATH_ITEM
    client = await new Client({
      files: {
        ...files,
        'api.yaml': referring('item.yaml', 'other.yaml'),
        'item.yaml': item,
        'other.yaml': item,
      },
    }).start()
    for (const name of ['api.yaml', 'item.yaml', 'other.yaml']) await client.open(name)
    expect(await client.found('other.yaml')).toEqual(['no-anonymous-write:0'])
    const [top, end] = [
      { line: 0, character: 0 },
      { line: 0, character: item.length - 1 },
    ]
    const [above, last] = [
      { start: top, end: top },
      { start: { ...end, character: end.character - 1 }, end },
    ]
    await client.change('item.yaml', [
      { range: last, text: '' },
      { range: above, text: '# new\n' },
    ])
    expect(await client.found('other.yaml')).toEqual(['no-anonymous-write:0'])
    const found = await client.found('item.yaml')
    expect(found).toContain('no-anonymous-write:1')
    expect(found.some((each) => each.startsWith('syntax-error'))).toBe(true)
    expect((await client.found('api.yaml')).some((each) => each.startsWith('syntax-error'))).toBe(true)
  })

  it('a text that was never whole has what can be said of it', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', `${OPEN_DELETE}servers: [\n`)
    expect((await client.found('api.yaml')).some((each) => each.startsWith('syntax-error'))).toBe(true)
  })

  it('findings stay while the configuration is being written, and go when the fault is saved there', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    await client.open('specward.yaml')
    await client.pull('api.yaml')
    await client.change('specward.yaml', `${ONE_RULE}rul`)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5', 'configuration:0'])
    expect(await client.found('specward.yaml')).toEqual(['configuration:2'])
    await client.close('specward.yaml')
    await client.write('specward.yaml', 'rul')
    expect(await client.found('api.yaml')).toEqual(['configuration:0'])
  })

  it('a text that turns into something else has nothing', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    await client.pull('api.yaml')
    await client.change('api.yaml', 'services: {}\n')
    expect(await client.found('api.yaml')).toEqual([])
    await client.change('api.yaml', '')
    expect(await client.found('api.yaml')).toEqual([])
  })
})
