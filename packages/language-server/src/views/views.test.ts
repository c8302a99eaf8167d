import { afterEach, describe, expect, it } from 'vitest'
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver'
import { Client, type ClientSetup } from '../client.test-kit.ts'
import type {
  FindingsAnswer,
  FindingsParams,
  InitialPolicyAnswer,
  ReportAnswer,
  ReviewedAnswer,
} from './protocol.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders:
    $ref: orders.yaml
  /health:
    get: { responses: { '200': { description: OK } } }
`
const ORDERS = `delete: { responses: { '204': { description: Gone } } }
`
const POLICY =
  'extends: []\nrules: { no-anonymous-write: error, no-anonymous-read: warn, no-plaintext-server: error }\n'
const FILES = { 'openapi.yaml': API, 'orders.yaml': ORDERS, 'specward.yaml': POLICY }

let client: Client

afterEach(() => client.stop())

async function start(files: ClientSetup['files'] = FILES): Promise<void> {
  client = await new Client({ files }).start()
}

const findings = (params: FindingsParams = {}): Promise<FindingsAnswer> =>
  client.connection.sendRequest('specward/findings', params)

const report = (params: object = {}): Promise<ReportAnswer> =>
  client.connection.sendRequest('specward/report', params)

/** Labels of groups with the codes of what is in them. */
function outline({ groups, items }: FindingsAnswer): readonly (readonly [string, readonly string[]])[] {
  return groups.map(({ label, items: indices }) => [label, indices.map((index) => items[index]?.code ?? '')])
}

describe('the findings of a workspace', () => {
  it('stand at their operations, the gravest first', async () => {
    await start({ ...FILES, 'openapi.yaml': API.replace('/health', '/prices') })
    await client.diagnostics(await client.open('openapi.yaml'))
    const answer = await findings()
    expect(answer).toMatchObject({ descriptions: 1, counts: { error: 1, warn: 1, info: 0, hint: 0 } })
    expect(outline(answer)).toEqual([
      ['DELETE /orders', ['no-anonymous-write']],
      ['GET /prices', ['no-anonymous-read']],
    ])
    expect(answer.items[0]).toMatchObject({
      kind: 'finding',
      severity: 'error',
      location: { uri: client.uri('orders.yaml'), range: { start: { line: 0, character: 0 } } },
      description: client.uri('openapi.yaml'),
      fingerprint: expect.stringMatching(/./),
      docs: 'rulesets/docs/no-anonymous-write.md',
    })
  })

  it('that are errors of the whole stand before warnings about one operation', async () => {
    await start({ ...FILES, 'openapi.yaml': API.replace('/health', '/prices').replace('https:', 'http:') })
    await client.diagnostics(await client.open('openapi.yaml'))
    expect(outline(await findings())).toEqual([
      ['DELETE /orders', ['no-anonymous-write']],
      ['The description as a whole', ['no-plaintext-server']],
      ['GET /prices', ['no-anonymous-read']],
    ])
  })

  it.each([
    ['control', 'AUTHN-1'],
    ['rule', 'no-anonymous-write'],
    ['file', 'file:///apis/orders.yaml'],
  ] as const)('can be grouped by %s', async (groupBy, label) => {
    await start()
    await client.diagnostics(await client.open('openapi.yaml'))
    const { groups } = await findings({ groupBy })
    expect(groups.find((group) => group.label === label)).toMatchObject({ kind: groupBy })
  })

  it('name controls and rules by what they ask', async () => {
    await start()
    await client.diagnostics(await client.open('openapi.yaml'))
    const titles = async (groupBy: 'control' | 'rule') => (await findings({ groupBy })).groups[0]?.title
    expect(await titles('control')).toMatch(/authentication/)
    expect(await titles('rule')).toMatch(/without authentication/)
  })

  it('that concern a description as a whole are told once', async () => {
    await start({ ...FILES, 'openapi.yaml': API.replace('https:', 'http:') })
    await client.diagnostics(await client.open('openapi.yaml'))
    expect(outline(await findings())).toContainEqual(['The description as a whole', ['no-plaintext-server']])
  })

  it('in a file that two descriptions share are told once, with the operations of both', async () => {
    const other = API.replace('/orders', '/old-orders')
    await start({ ...FILES, 'other.yaml': other })
    await client.diagnostics(await client.open('openapi.yaml'))
    await client.diagnostics(await client.open('other.yaml'))
    const { items, counts } = await findings({ errorsOnly: true, groupBy: 'file' })
    expect(counts.error).toBe(items.length)
    const places = items.map(({ location, message }) => `${location.uri} ${message}`)
    expect(new Set(places).size).toBe(places.length)
  })

  it('can be cut down to errors, and the counts tell of the rest', async () => {
    await start({ ...FILES, 'openapi.yaml': API.replace('/health', '/prices') })
    await client.diagnostics(await client.open('openapi.yaml'))
    const { items, counts } = await findings({ errorsOnly: true })
    expect(items.map(({ severity }) => severity)).toEqual(['error'])
    expect(counts.warn).toBe(1)
    expect(await findings({ countsOnly: true })).toMatchObject({ counts, items: [], groups: [] })
  })

  it('leave out what somebody has accepted', async () => {
    const remark = ORDERS.replace('delete:', '# specward-ignore no-anonymous-write -- Known.\ndelete:')
    await start({ ...FILES, 'orders.yaml': remark })
    await client.diagnostics(await client.open('openapi.yaml'))
    expect((await findings()).items.map(({ code }) => code)).not.toContain('no-anonymous-write')
  })

  it('hold what could not be judged', async () => {
    await start({ 'openapi.yaml': API, 'specward.yaml': POLICY })
    await client.diagnostics(await client.open('openapi.yaml'))
    const answer = await findings()
    expect(outline(answer)).toContainEqual(['Could not be judged', ['ref-file-not-found']])
    expect(answer.items.find(({ code }) => code === 'ref-file-not-found')).toMatchObject({ kind: 'problem' })
  })

  it('are asked for again when they change', async () => {
    await start()
    await client.diagnostics(await client.open('openapi.yaml'))
    await findings()
    client.told.length = 0
    await client.change('openapi.yaml', API.replace('security: []', 'security: [{ token: [] }]'))
    await client.diagnostics('openapi.yaml')
    await client.until(() => client.told.some(({ method }) => method === 'specward/findingsChanged'))
    expect((await findings()).items.map(({ code }) => code)).not.toContain('no-anonymous-write')
  })

  it('are none where nothing is an API description', async () => {
    await start({ 'compose.yaml': 'services: {}\n' })
    await client.diagnostics(await client.open('compose.yaml'))
    expect(await findings()).toMatchObject({ descriptions: 0, items: [], groups: [] })
  })

  it.each([[null], [7], [[]], [{ groupBy: 'constructor', errorsOnly: 'yes' }]])(
    'can be asked for with parameters that make no sense: %j',
    async (params) => {
      await start()
      await client.diagnostics(await client.open('openapi.yaml'))
      const answer = await client.connection.sendRequest<FindingsAnswer>('specward/findings', params)
      expect(answer.groups[0]).toMatchObject({ kind: 'operation' })
    },
  )
})

describe('a review of the workspace', () => {
  it('takes in what is not open', async () => {
    await start()
    const answer = await client.connection.sendRequest<ReviewedAnswer>('specward/reviewWorkspace', {})
    expect(answer).toMatchObject({ descriptions: 1, counts: { error: 1 } })
  })
})

describe('a report', () => {
  it('is of the texts in the editor, with exposure and findings', async () => {
    await start()
    await client.open('openapi.yaml', API.replace('Orders', 'Unsaved Orders'))
    await client.diagnostics('openapi.yaml')
    const answer = await report({ uri: client.uri('orders.yaml') })
    if (!('html' in answer)) throw new Error(answer.nothing)
    expect(answer.folder).toBe('file:///apis/')
    expect(answer.descriptions).toEqual([client.uri('openapi.yaml')])
    expect(answer.html).toContain('Unsaved Orders')
    expect(answer.html).toContain('data-op="DELETE /orders"')
    expect(answer.html).toContain('no-anonymous-write')
  })

  it('can be the checklist', async () => {
    await start()
    const answer = await report({ uri: await client.open('openapi.yaml'), kind: 'checklist' })
    expect('html' in answer && answer.html).toContain('design review')
  })

  it('is of all descriptions where none is named', async () => {
    await start({ ...FILES, 'other.yaml': API.replace('Orders', 'Others') })
    await client.diagnostics(await client.open('openapi.yaml'))
    await client.diagnostics(await client.open('other.yaml'))
    const answer = await report()
    expect('html' in answer && answer.descriptions.length).toBe(2)
  })

  it('says why there is none', async () => {
    await start({ 'compose.yaml': 'services: {}\n' })
    const uri = await client.open('compose.yaml')
    expect(await report({ uri })).toEqual({ nothing: 'No API description reaches this file.' })
    expect(await report()).toEqual({ nothing: 'There is no API description in this workspace.' })
  })

  it('is given up when the client wants it no longer', async () => {
    await start()
    await client.diagnostics(await client.open('openapi.yaml'))
    const cancelling = new CancellationTokenSource()
    const { read } = client.host
    Object.assign(client.host, {
      async read(uri: string) {
        cancelling.cancel()
        // until the server has heard of it
        await new Promise((done) => setTimeout(done, 20))
        return read(uri)
      },
    })
    const answer = client.connection.sendRequest('specward/report', {}, cancelling.token)
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled })
  })
})

describe('a first policy', () => {
  it('proposes the hosts and the open reads of the descriptions', async () => {
    const open = API.replace('get: {', 'get: { security: [],').replace('/health', '/prices')
    await start({ 'openapi.yaml': open, 'orders.yaml': ORDERS })
    await client.diagnostics(await client.open('openapi.yaml'))
    const { text } = await client.connection.sendRequest<InitialPolicyAnswer>('specward/initialPolicy', {
      folder: 'file:///apis/',
    })
    expect(text).toContain('extends: [specward:recommended]')
    expect(text).toContain('#     - api.example.com')
    expect(text).toContain('#     - operation: GET /prices')
  })
})
