import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, READ_ITEM, READ_ONLY, referring } from '../fixtures.test-kit.ts'

let client: Client
const A = 'file:///apis/a.yaml'
const B = 'file:///apis/sub/b.yaml'

afterEach(() => client.stop())

function workspace(more: Record<string, string> = {}, setup: object = {}): Promise<Client> {
  const files = {
    'specward.yaml': ONE_RULE,
    'a.yaml': OPEN_DELETE,
    'sub/b.yaml': OPEN_DELETE,
    'other.yaml': 'services: {}\n',
    ...more,
  }
  client = new Client({ files, ...setup })
  return client.start()
}

describe('the diagnostics of a workspace', () => {
  it('are those of all descriptions, open or not, and the request stays open', async () => {
    await workspace()
    const pull = client.workspacePull()
    await pull.until(({ reports }) => reports.size === 2)
    expect(pull.of(A)).toMatchObject([{ code: 'no-anonymous-write' }])
    expect(pull.of(B)).toMatchObject([{ code: 'no-anonymous-write' }])
    await client.until(() =>
      client.told.some(({ params }) => (params as { state?: string })?.state === 'ready'),
    )
    expect(pull.isAnswered).toBe(false)
  })

  it('are unchanged where the editor has them already', async () => {
    await workspace()
    const first = client.workspacePull()
    await first.until(({ reports }) => reports.size === 2)
    const ids = first.resultIds()
    await client.stop()
    await workspace()
    const again = client.workspacePull(ids)
    await again.until(({ reports }) => reports.size === 2)
    expect([...again.reports.values()].map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged'])
  })

  it('follow what changes on the disk, and go with a file that is deleted', async () => {
    await workspace()
    const pull = client.workspacePull()
    await pull.until(({ reports }) => reports.size === 2)
    await client.write('a.yaml', READ_ONLY)
    await pull.until(() => pull.of(A)?.length === 0)
    await client.remove('sub/b.yaml')
    await pull.until(() => pull.of(B)?.length === 0)
    await client.write('sub/c.yaml', OPEN_DELETE)
    await pull.until(() => pull.of('file:///apis/sub/c.yaml')?.length === 1)
  })

  it('are cleared when the descriptions are in a folder that is deleted', async () => {
    await workspace()
    const pull = client.workspacePull()
    await pull.until(({ reports }) => reports.size === 2)
    client.disk.delete(B)
    await client.connection.sendNotification('workspace/didDeleteFiles', {
      files: [{ uri: 'file:///apis/sub' }],
    })
    await pull.until(() => pull.of(B)?.length === 0)
    expect(pull.of(A)).toHaveLength(1)
  })

  it('hold those of what descriptions refer to, in its own file', async () => {
    await workspace({ 'a.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM })
    const pull = client.workspacePull()
    await pull.until(() => pull.of('file:///apis/item.yaml')?.length === 1)
    await client.write('item.yaml', READ_ITEM)
    await pull.until(() => pull.of('file:///apis/item.yaml')?.length === 0)
  })

  it('leave what is open to its own request, and come back when it is closed', async () => {
    await workspace()
    await client.open('a.yaml')
    await client.pull('a.yaml')
    const pull = client.workspacePull()
    await pull.until(() => pull.of(B)?.length === 1)
    expect(pull.of(A)).toBeUndefined()
    await client.close('a.yaml')
    await pull.until(() => pull.of(A)?.length === 1)
  })

  it('are those of files that the settings choose', async () => {
    await workspace({}, { initializationOptions: { settings: { files: ['**/*.yaml', '!sub/**'] } } })
    const pull = client.workspacePull()
    await pull.until(() => pull.of(A)?.length === 1)
    await client.configure({ files: ['sub/*.{yaml,yml}'] })
    await pull.until(() => pull.of(B)?.length === 1 && pull.of(A)?.length === 0)
  })

  it('go when nobody wants them, and come back', async () => {
    await workspace()
    const pull = client.workspacePull()
    await pull.until(({ reports }) => reports.size === 2)
    await client.configure({ workspace: false })
    await pull.until(() => pull.of(A)?.length === 0 && pull.of(B)?.length === 0)
    await client.configure({ workspace: true })
    await pull.until(() => pull.of(A)?.length === 1 && pull.of(B)?.length === 1)
  })

  it('tell a fault of a configuration in the configuration alone', async () => {
    await workspace({ 'specward.yaml': 'rulez: {}\n' })
    const pull = client.workspacePull()
    await pull.until(() => pull.of('file:///apis/specward.yaml')?.length === 1)
    expect([...pull.reports.keys()]).toEqual(['file:///apis/specward.yaml'])
    await client.write('specward.yaml', ONE_RULE)
    await pull.until(() => pull.of('file:///apis/specward.yaml')?.length === 0 && pull.of(A)?.length === 1)
  })

  it('tell what is wrong with waivers in their file', async () => {
    const waiver = 'rule: no-anonymous-write, operation: DELETE /orders, owner: Jane, expires: 2026-12-31'
    await workspace({ 'specward.waivers.yaml': `waivers:\n  - { ${waiver}, reason: Known }\n` })
    const pull = client.workspacePull()
    await pull.until(() => (pull.of('file:///apis/specward.waivers.yaml')?.length ?? 0) > 0)
    expect(pull.of('file:///apis/specward.waivers.yaml')?.[0]).toMatchObject({ code: 'waiver-expired' })
  })

  it('end with a cancelled request, and with a newer one', async () => {
    await workspace()
    const first = client.workspacePull()
    const second = client.workspacePull()
    await first.answered
    second.cancel()
    await second.answered
  })
})

describe('an editor that takes no partial results', () => {
  it('is answered once all is judged, and not again before something has changed', async () => {
    await workspace()
    const ask = (previousResultIds: { uri: string; value: string }[]) =>
      client.connection.sendRequest('workspace/diagnostic', { previousResultIds }) as Promise<{
        items: { uri: string; resultId: string; kind: string }[]
      }>
    const { items } = await ask([])
    expect(items.map(({ uri }) => uri).sort()).toEqual([A, B])
    let isAnswered = false
    const next = ask(items.map(({ uri, resultId }) => ({ uri, value: resultId }))).finally(() => {
      isAnswered = true
    })
    await client.open('c.yaml', OPEN_DELETE)
    await client.pull('c.yaml')
    expect(isAnswered).toBe(false)
    await client.write('a.yaml', READ_ONLY)
    expect((await next).items.map(({ uri, kind }) => [uri, kind]).sort()).toEqual([
      [A, 'full'],
      [B, 'unchanged'],
    ])
  })
})
