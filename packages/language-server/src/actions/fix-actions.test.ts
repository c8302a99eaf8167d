import { afterEach, describe, expect, it } from 'vitest'
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Diagnostic,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Client, type ClientSetup, PULLS } from '../client.test-kit.ts'

const API = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  - url: http://api.example.com # where it lives
  - url: http://api.example.org
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: ok }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
`

const LAZY: ClientCapabilities = {
  ...PULLS,
  workspace: { ...PULLS.workspace, workspaceEdit: { documentChanges: true } },
  textDocument: { ...PULLS.textDocument, codeAction: { resolveSupport: { properties: ['edit'] } } },
}

const RULE = 'no-plaintext-server'
const ONLY = 'extends: []\nrules: { no-plaintext-server: error }\n'

const clients: Client[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop()
})

async function start(setup: ClientSetup): Promise<Client> {
  const client = await new Client(setup).start()
  clients.push(client)
  return client
}

interface Asked {
  readonly only?: string[]
  readonly diagnostics?: readonly Diagnostic[]
}

/** What is offered at the first diagnostic of a document, or at those given. */
async function offered(client: Client, name: string, asked: Asked = {}): Promise<readonly CodeAction[]> {
  const uri = client.uri(name)
  const diagnostics = asked.diagnostics ?? (await client.diagnostics(name)).slice(0, 1)
  const range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
  const context = { diagnostics: [...diagnostics], ...(asked.only ? { only: asked.only } : {}) }
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context,
  })
  return (actions ?? []).filter((action): action is CodeAction => 'kind' in action)
}

function titled(actions: readonly CodeAction[], title: string | RegExp): CodeAction {
  const found = actions.find((action) =>
    title instanceof RegExp ? title.test(action.title) : action.title === title,
  )
  if (!found) throw new Error(`no action ${title} among ${actions.map((each) => each.title).join(', ')}`)
  return found
}

function resolved(client: Client, action: CodeAction): Promise<CodeAction> {
  return client.connection.sendRequest(CodeActionResolveRequest.type, action)
}

/** A text after the edits for its document. */
function edited(edit: WorkspaceEdit | undefined, uri: string, text: string): string {
  const changes = edit?.documentChanges?.filter(TextDocumentEdit.is) ?? []
  const versioned = changes.find(({ textDocument }) => textDocument.uri === uri)?.edits
  const edits = versioned ?? edit?.changes?.[uri] ?? []
  return TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), edits as never)
}

describe('quick fixes', () => {
  it('mend one finding, all of a rule, or all that is safe, once the editor asks for their edits', async () => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    const uri = await client.open('api.yaml')
    const actions = await offered(client, 'api.yaml')
    const fixes = actions.filter(({ title }) => /^(?:Use|Fix) /.test(title))
    expect(fixes.map(({ title, kind, isPreferred, edit }) => [title, kind, isPreferred, edit])).toEqual([
      ['Use `https://api.example.com`', 'quickfix', true, undefined],
      [`Fix all ${RULE} findings in this file`, 'quickfix', undefined, undefined],
      ['Fix all safe findings in this file', 'quickfix', undefined, undefined],
    ])
    const one = await resolved(client, titled(actions, 'Use `https://api.example.com`'))
    expect(edited(one.edit, uri, API)).toBe(API.replace('http://api.example.com', 'https://api.example.com'))
    expect(one.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 } }])
    const all = API.replaceAll('http://', 'https://')
    for (const title of [/^Fix all no-/, /^Fix all safe/]) {
      const action = await resolved(client, titled(actions, title))
      expect(edited(action.edit, uri, API)).toBe(all)
    }
  })

  it('come with their edits for an editor that does not ask for them later', async () => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API } })
    const uri = await client.open('api.yaml')
    const action = titled(await offered(client, 'api.yaml'), /^Use/)
    expect(Object.keys(action.edit?.changes ?? {})).toEqual([uri])
    expect(edited(action.edit, uri, API)).toBe(
      API.replace('http://api.example.com', 'https://api.example.com'),
    )
    expect(action.data).toBeUndefined()
  })

  it('are there for the diagnostics that the editor names alone', async () => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    await client.open('api.yaml')
    const [, second] = await client.diagnostics('api.yaml')
    const actions = await offered(client, 'api.yaml', { diagnostics: second ? [second] : [] })
    expect(actions[0]?.title).toBe('Use `https://api.example.org`')
    expect(actions.filter(({ title }) => title.includes('example.com'))).toEqual([])
    const others = [
      { range: actions[0]?.diagnostics?.[0]?.range, message: 'other', source: 'yaml' } as Diagnostic,
    ]
    expect(await offered(client, 'api.yaml', { diagnostics: others })).toEqual([])
    expect(await offered(client, 'api.yaml', { only: ['refactor'] })).toEqual([])
  })

  it('are made of the text as it is now, not as it was offered', async () => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    const uri = await client.open('api.yaml')
    const action = titled(await offered(client, 'api.yaml'), /^Use/)
    const now = `# a line more\n${API}`
    await client.change('api.yaml', now)
    const { edit } = await resolved(client, action)
    expect(edited(edit, uri, now)).toBe(now.replace('http://api.example.com', 'https://api.example.com'))
    expect(edit?.documentChanges).toMatchObject([{ textDocument: { version: 2 } }])
  })

  it('say so when what they are for is gone', async () => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    await client.open('api.yaml')
    const action = titled(await offered(client, 'api.yaml'), /^Use/)
    await client.change('api.yaml', API.replace('http://api.example.com', 'https://api.example.com'))
    expect((await resolved(client, action)).edit).toBeUndefined()
  })
})

describe('what the editor gives back', () => {
  it.each([
    undefined,
    null,
    'text',
    { fix: 'all' },
    { fix: 'one', uri: 'file:///apis/api.yaml' },
    { fix: 'rule', uri: 'file:///apis/none.yaml', ruleId: '__proto__' },
    { fix: 'safe', uri: 'untitled:1' },
    { fix: 'one', uri: 'file:///apis/api.yaml', ruleId: RULE, fingerprint: '0' },
  ])('stays as it is where there is nothing to fix: %j', async (data) => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    await client.open('api.yaml')
    const action = { title: 'Some action', kind: 'quickfix', data } as CodeAction
    expect(await resolved(client, action)).toEqual(JSON.parse(JSON.stringify(action)))
  })
})

describe('fixes on save', () => {
  it.each(['source.fixAll.specward', 'source.fixAll', 'source'])('are asked for as %s', async (only) => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    const uri = await client.open('api.yaml')
    const actions = await offered(client, 'api.yaml', { only: [only], diagnostics: [] })
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.specward'])
    const { edit } = await resolved(client, actions[0] as CodeAction)
    expect(edited(edit, uri, API)).toBe(API.replaceAll('http://', 'https://'))
  })

  it('are of what is about to be saved where documents are judged once they are saved', async () => {
    const client = await start({
      files: { 'specward.yaml': ONLY, 'api.yaml': API },
      capabilities: LAZY,
      initializationOptions: { settings: { run: 'onSave' } },
    })
    const uri = await client.open('api.yaml')
    await client.diagnostics('api.yaml')
    const now = `# not saved\n${API}`
    await client.change('api.yaml', now)
    const actions = await offered(client, 'api.yaml', { only: ['source.fixAll'], diagnostics: [] })
    const { edit } = await resolved(client, actions[0] as CodeAction)
    expect(edited(edit, uri, now)).toBe(now.replaceAll('http://', 'https://'))
  })

  it('are not asked for as fixes of others', async () => {
    const client = await start({ files: { 'specward.yaml': ONLY, 'api.yaml': API }, capabilities: LAZY })
    await client.open('api.yaml')
    for (const only of ['source.fixAll.eslint', 'source.organizeImports', 'sourcery'])
      expect(await offered(client, 'api.yaml', { only: [only], diagnostics: [] })).toEqual([])
  })

  it('leave alone what wants a look', async () => {
    const text = API.replaceAll('http://', 'https://').replace('in: header', 'in: query')
    const policy = 'extends: []\nrules: { require-429-response: error }\n'
    const client = await start({ files: { 'specward.yaml': policy, 'api.yaml': text }, capabilities: LAZY })
    const uri = await client.open('api.yaml')
    const all = await offered(client, 'api.yaml')
    expect(all.filter(({ isPreferred }) => isPreferred)).toEqual([])
    const quick = all.filter(({ title }) => /\(review\)$/.test(title))
    expect(quick).toHaveLength(1)
    const { edit } = await resolved(client, quick[0] as CodeAction)
    expect(edited(edit, uri, text)).toContain("'429'")
    expect(await offered(client, 'api.yaml', { only: ['source.fixAll'], diagnostics: [] })).toEqual([])
  })
})

describe('a file that two descriptions share', () => {
  it('is fixed as it is open, from either', async () => {
    const root = (title: string) =>
      API.replace('title: Orders', `title: ${title}`)
        .replaceAll('http://', 'https://')
        .replace(/ {2}\/orders:[\s\S]*?ok }\n/, "  /orders: { $ref: 'orders.yaml' }\n")
    const shared =
      'servers:\n  - url: http://old.example.com\nget:\n  responses:\n    "200": { description: ok }\n'
    const files = { 'specward.yaml': ONLY, 'a.yaml': root('A'), 'b.yaml': root('B'), 'orders.yaml': shared }
    const client = await start({ files, capabilities: LAZY })
    await client.open('a.yaml')
    await client.open('b.yaml')
    const uri = await client.open('orders.yaml')
    const actions = await offered(client, 'orders.yaml', { only: ['source.fixAll'], diagnostics: [] })
    const { edit } = await resolved(client, actions[0] as CodeAction)
    expect(edit?.documentChanges).toHaveLength(1)
    expect(edited(edit, uri, shared)).toBe(shared.replace('http:', 'https:'))
  })
})

describe('a finding that is mended in another file', () => {
  const root = API.replaceAll('http://', 'https://').replace(
    / {2}\/orders:[\s\S]*?ok }\n/,
    "  /orders: { $ref: 'orders.yaml' }\n",
  )
  const part = 'get:\n  responses:\n    "200": { description: ok }\n'
  const files = {
    'specward.yaml': 'extends: []\nrules: { require-429-response: error }\n',
    'api.yaml': root,
    'orders.yaml': part,
  }

  it('changes that file, which need not be open', async () => {
    const client = await start({ files, capabilities: LAZY })
    await client.open('api.yaml')
    const { edit } = await resolved(client, titled(await offered(client, 'api.yaml'), /^Add a 429 response/))
    const uri = client.uri('orders.yaml')
    expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: null } }])
    const text = edited(edit, uri, part)
    expect(text.startsWith(part)).toBe(true)
    expect(text).toContain('429')
  })

  it('changes it as it stands in the editor', async () => {
    const client = await start({ files, capabilities: LAZY })
    await client.open('api.yaml')
    const uri = await client.open('orders.yaml')
    const now = `# not saved\n${part}`
    await client.change('orders.yaml', now)
    const { edit } = await resolved(client, titled(await offered(client, 'api.yaml'), /^Add a 429 response/))
    expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 2 } }])
    const text = edited(edit, uri, now)
    expect(text.startsWith(now)).toBe(true)
    expect(text).toContain('429')
  })

  it('changes both files where it has edits in both', async () => {
    const both = root.replace(
      'components:',
      "  /stock:\n    get:\n      responses:\n        '200': { description: ok }\ncomponents:",
    )
    const client = await start({ files: { ...files, 'api.yaml': both }, capabilities: LAZY })
    const uri = await client.open('api.yaml')
    const { edit } = await resolved(client, titled(await offered(client, 'api.yaml'), /^Add a 429 response/))
    expect(edit?.documentChanges).toHaveLength(2)
    expect(edited(edit, uri, both)).toContain("'429'")
    expect(edited(edit, client.uri('orders.yaml'), part)).toContain('429')
  })
})
