import { afterEach, describe, expect, it } from 'vitest'
import { CancellationTokenSource, DocumentDiagnosticRequest } from 'vscode-languageserver'
import { Client, FOLDER } from '../client.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, READ_ITEM, READ_ONLY, referring } from '../fixtures.test-kit.ts'

let client: Client
const files = { 'specward.yaml': ONE_RULE }

afterEach(() => client.stop())

describe('a document that is pulled', () => {
  it('has its findings before and after an edit', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
    await client.change('api.yaml', READ_ONLY)
    expect(await client.found('api.yaml')).toEqual([])
  })

  it('is unchanged as long as its diagnostics are the same, whatever was written', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    const { resultId } = await client.pull('api.yaml')
    expect(await client.pull('api.yaml', resultId)).toEqual({ kind: 'unchanged', resultId })
    await client.change('api.yaml', `${OPEN_DELETE}# more\n`)
    expect(await client.pull('api.yaml', resultId)).toEqual({ kind: 'unchanged', resultId })
    await client.change('api.yaml', `# above\n${OPEN_DELETE}`)
    expect(await client.pull('api.yaml', resultId)).toMatchObject({
      kind: 'full',
      items: [{ range: { start: { line: 6 } } }],
    })
  })

  it('is judged again only if something has changed, where the editor does not watch the disk', async () => {
    let judged = 0
    const check = async () => {
      judged += 1
      return { violations: [], unread: [] }
    }
    const policy = 'extends: []\nrules:\n  no-anonymous-write: error\n  spec-conformance: error\n'
    client = await new Client({
      files: { 'specward.yaml': policy, 'api.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM },
      capabilities: { textDocument: { diagnostic: { relatedDocumentSupport: true } } },
      folders: [],
      options: { conformance: { check } },
    }).start()
    await client.open('api.yaml')
    const report = await client.pull('api.yaml')
    const once = judged
    expect(once).toBeGreaterThan(0)
    expect(await client.pull('api.yaml', report.resultId)).toMatchObject({ kind: 'unchanged' })
    expect(judged).toBe(once)
    client.disk.set(`${FOLDER}item.yaml`, READ_ITEM)
    expect(await client.pull('api.yaml', report.resultId)).toMatchObject({ kind: 'full', items: [] })
    expect(judged).toBe(once + 1)
    client.disk.delete(`${FOLDER}item.yaml`)
    expect(await client.found('api.yaml')).toEqual([expect.stringMatching(/^ref-file-not-found/)])
    client.disk.set(`${FOLDER}item.yaml`, PATH_ITEM)
    expect(await client.pull('api.yaml')).toMatchObject({
      relatedDocuments: { [`${FOLDER}item.yaml`]: { items: [{ code: 'no-anonymous-write' }] } },
    })
  })

  it('has the same result id in another run of the server', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    const { resultId } = await client.pull('api.yaml')
    await client.stop()
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    expect(await client.pull('api.yaml', resultId)).toMatchObject({ kind: 'unchanged' })
  })

  it('is judged once, however often it is asked for', async () => {
    client = await new Client({ files, options: {} }).start()
    await client.open('api.yaml', OPEN_DELETE)
    await Promise.all([client.pull('api.yaml'), client.pull('api.yaml'), client.pull('api.yaml')])
    const reads = client.reads.length
    await client.pull('api.yaml')
    expect(client.reads).toHaveLength(reads)
  })

  it('is given up when the editor cancels', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    const cancelling = new CancellationTokenSource()
    const textDocument = { uri: client.uri('api.yaml') }
    const asked = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument },
      cancelling.token,
    )
    cancelling.cancel()
    await expect(asked).rejects.toMatchObject({ code: -32800 })
    expect(await client.found('api.yaml')).toEqual(['no-anonymous-write:5'])
  })

  it('is to be asked for again when its text changes meanwhile', async () => {
    client = await new Client({ files }).start()
    await client.open('api.yaml', OPEN_DELETE)
    const asked = client.pull('api.yaml')
    const changing = client.change('api.yaml', READ_ONLY)
    await expect(asked).rejects.toMatchObject({ code: -32802, data: { retriggerRequest: true } })
    await changing
    expect(await client.found('api.yaml')).toEqual([])
  })

  it.each(['git:/apis/api.yaml?HEAD', 'vscode-vfs://github/acme/api.yaml', 'output:api'])(
    '%s is left alone',
    async (uri) => {
      client = await new Client({ files }).start()
      await client.open(uri, OPEN_DELETE)
      expect(await client.diagnostics(uri)).toEqual([])
      expect(await client.diagnostics('api.yaml')).toEqual([])
    },
  )

  it('is judged before it is saved for the first time', async () => {
    client = await new Client({ files }).start()
    await client.open('untitled:Untitled-1', OPEN_DELETE)
    expect(await client.found('untitled:Untitled-1')).toEqual(['no-anonymous-write:5'])
  })
})

describe('a file that a description refers to', () => {
  it('has its findings itself, with the place from which it is reached', async () => {
    client = await new Client({
      files: { ...files, 'api.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM },
    }).start()
    await client.open('api.yaml')
    await client.open('item.yaml')
    expect(await client.found('api.yaml')).toEqual([])
    const [finding] = await client.diagnostics('item.yaml')
    expect(finding).toMatchObject({ code: 'no-anonymous-write', range: { start: { line: 0 } } })
    expect(finding?.relatedInformation).toContainEqual({
      message: '`api.yaml` reaches this file from here.',
      location: {
        uri: `${FOLDER}api.yaml`,
        range: { start: { line: 4, character: 15 }, end: { line: 4, character: 26 } },
      },
    })
  })

  it('comes with the description where it is not open and the editor takes that', async () => {
    client = await new Client({
      files: { ...files, 'api.yaml': referring('item.yaml'), 'item.yaml': PATH_ITEM },
    }).start()
    await client.open('api.yaml')
    const report = await client.pull('api.yaml')
    expect(report).toMatchObject({
      kind: 'full',
      items: [],
      relatedDocuments: { [`${FOLDER}item.yaml`]: { kind: 'full', items: [{ code: 'no-anonymous-write' }] } },
    })
    await client.write('item.yaml', READ_ITEM)
    expect(await client.pull('api.yaml', report.resultId)).toMatchObject({ kind: 'full', items: [] })
  })

  it('tells a finding of several descriptions once, with their names', async () => {
    client = await new Client({
      files: {
        ...files,
        'a.yaml': referring('item.yaml'),
        'b.yaml': referring('item.yaml'),
        'item.yaml': PATH_ITEM,
      },
    }).start()
    for (const name of ['b.yaml', 'a.yaml', 'item.yaml']) await client.open(name)
    const found = await client.diagnostics('item.yaml')
    expect(found).toHaveLength(1)
    expect(found[0]?.message).toMatch(/ \(in `a\.yaml` and `b\.yaml`\)$/)
    const reached = found[0]?.relatedInformation?.filter(({ message }) => message.includes('reaches'))
    expect(reached?.map(({ location }) => location.uri)).toEqual([`${FOLDER}a.yaml`, `${FOLDER}b.yaml`])
  })

  it('has the findings that the text in the editor brings, for all that reach it', async () => {
    client = await new Client({
      files: { ...files, 'api.yaml': referring('item.yaml'), 'item.yaml': READ_ITEM },
    }).start()
    await client.open('api.yaml')
    await client.open('item.yaml')
    expect(await client.found('item.yaml')).toEqual([])
    await client.change('item.yaml', PATH_ITEM)
    expect(await client.found('item.yaml')).toEqual(['no-anonymous-write:0'])
    await client.close('item.yaml')
    await client.pull('api.yaml')
    await client.open('item.yaml')
    expect(await client.found('item.yaml')).toEqual([])
  })

  it('that is broken shows it, and the description says so where it refers to it', async () => {
    client = await new Client({
      files: { ...files, 'api.yaml': referring('item.yaml'), 'item.yaml': 'get: [\n' },
    }).start()
    await client.open('api.yaml')
    const told = (await client.diagnostics('api.yaml')).find(({ code }) => code === 'syntax-error')
    expect(told).toMatchObject({ range: { start: { line: 4, character: 15 } } })
    expect(told?.message).toMatch(/^item\.yaml: /)
    await client.open('item.yaml')
    expect((await client.found('item.yaml'))[0]).toMatch(/^syntax-error/)
  })
})
