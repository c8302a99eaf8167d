import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionRequest,
  DefinitionRequest,
  HoverRequest,
  type MarkupContent,
  MarkupKind,
  type Position,
} from 'vscode-languageserver'
import { Client, type ClientSetup, PULLS } from '../client.test-kit.ts'

const CAPABLE: ClientCapabilities = {
  ...PULLS,
  textDocument: {
    ...PULLS.textDocument,
    hover: { contentFormat: [MarkupKind.Markdown] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: [MarkupKind.Markdown] } },
  },
}

const API = `openapi: 3.1.0
info: { title: Users, version: 1.0.0 }
servers: [{ url: 'https://api.acme.example' }]
security: [{ token: [] }]
paths:
  /users/{id}:
    delete:
      operationId: deleteUser
      security: []
      responses:
        '204': { description: Gone }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`

const packageFile = async (name: string): Promise<string | undefined> => {
  const root = new URL('../../../../', import.meta.url)
  return readFile(new URL(name, root), 'utf8').catch(() => undefined)
}

let client: Client | undefined

afterEach(async () => {
  await client?.stop()
  client = undefined
})

async function start(setup: ClientSetup = {}): Promise<Client> {
  client = await new Client({ capabilities: CAPABLE, options: { packageFile }, ...setup }).start()
  return client
}

/** Opens a file whose text has a `|` where the cursor is. */
async function openAt(name: string, marked: string): Promise<{ uri: string; position: Position }> {
  const offset = marked.indexOf('|')
  const before = marked.slice(0, offset).split('\n')
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
  return { uri: (await client?.open(name, marked.replace('|', ''))) ?? '', position }
}

async function hover(name: string, marked: string): Promise<string | undefined> {
  const { uri, position } = await openAt(name, marked)
  const answer = await client?.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position })
  return (answer?.contents as MarkupContent | undefined)?.value
}

async function complete(name: string, marked: string): Promise<readonly CompletionItem[]> {
  const { uri, position } = await openAt(name, marked)
  const params = { textDocument: { uri }, position }
  const answer = await client?.connection.sendRequest(CompletionRequest.type, params)
  return Array.isArray(answer) ? answer : (answer?.items ?? [])
}

const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label)

/** The text of a file once an item has been accepted, which has to be on one line. */
function accepted(marked: string, item: CompletionItem | undefined): string {
  const edit = item?.textEdit
  if (!edit || !('range' in edit)) throw new Error('nothing to insert')
  const lines = marked.replace('|', '').split('\n')
  const { start, end } = edit.range
  const line = lines[start.line] ?? ''
  lines[start.line] = line.slice(0, start.character) + edit.newText + line.slice(end.character)
  return lines.join('\n')
}

describe('hovering in policy files', () => {
  it.each([
    ['specward.yaml', 'rules:\n  no-anony|mous-write: error\n'],
    ['specward.yaml', 'overrides:\n  - files: [a.yaml]\n    rules: { no-anonymous-w|rite: off }\n'],
    ['specward.yaml', 'locked:\n  rules: [no-anonymous-w|rite]\n'],
    ['specward.yaml', 'waivers:\n  forbid: [no-anonymous-w|rite]\n'],
    ['specward.yaml', 'exceptions:\n  - rule: no-anonymous-w|rite\n'],
    ['specward.yml', 'rules:\n  |no-anonymous-write\n  broken: ['],
    ['specward.waivers.yaml', 'waivers:\n  - rule: "no-anonymous-writ|e"\n'],
    ['openapi.yaml', API.replace('delete:', 'delete: # specward-ignore no-anon|ymous-write -- For now.')],
    ['openapi.yaml', `${API}x-specward-ignore:\n  no-anony|mous-write: For now.\n`],
  ])('shows the page of a rule in short: %s %j', async (name, marked) => {
    await start()
    const shown = await hover(name, marked)
    expect(shown).toContain('An operation that changes something can be called without authentication.')
    expect(shown).toContain('error in `recommended`')
    expect(shown).toContain('Whoever finds the URL can create, change or delete data')
    expect(shown).toContain('Require a security scheme')
    expect(shown).toContain('[CWE-306](https://cwe.mitre.org/data/definitions/306.html)')
    expect(shown).not.toContain('BY-CONTROL.md')
  })

  it('links the page for an editor that can open it', async () => {
    await start({ initializationOptions: { commands: ['specward.openRule'] } })
    const shown = await hover('specward.yaml', 'rules:\n  no-anony|mous-write: error\n')
    expect(shown).toContain('(command:specward.openRule?%5B%22no-anonymous-write%22%5D)')
  })

  it('shows plain text where the editor knows no Markdown', async () => {
    await start({ capabilities: PULLS })
    const shown = await hover('specward.yaml', 'rules:\n  no-anony|mous-write: error\n')
    expect(shown).toContain('Why it matters. Whoever finds')
    expect(shown).toContain('CWE-306 <https://cwe')
  })

  it('shows a rule that the configuration defines itself', async () => {
    await start()
    const own = 'rules:\n  owner-known:\n    select: operation\n    description: Somebody <b>owns</b> it.\n'
    const marked = `${own}    then: { field: x-owner, function: truthy }\noverrides:\n  - files: [a.yaml]\n    rules: { owner-|known: off }\n`
    expect(await hover('specward.yaml', marked)).toContain('Somebody \\<b\\>owns\\</b\\> it.')
  })

  it('keeps knowing the rules of a configuration while its text is broken', async () => {
    const own = 'rules:\n  owner-known:\n    select: operation\n    description: Somebody owns it.\n'
    const text = `${own}    then: { field: x-owner, function: truthy }\n`
    await start()
    expect(await hover('specward.yaml', `${text}locked: { rules: [owner-|known] }\n`)).toContain(
      'Somebody owns it.',
    )
    const broken = `${text}locked: { rules: [owner-known, \n`
    await client?.change('specward.yaml', broken)
    await client?.diagnostics('specward.yaml')
    const position = { line: broken.split('\n').length - 2, character: 20 }
    const textDocument = { uri: 'file:///apis/specward.yaml' }
    const answer = await client?.connection.sendRequest(HoverRequest.type, { textDocument, position })
    expect((answer?.contents as MarkupContent | undefined)?.value).toContain('Somebody owns it.')
  })

  it.each([
    ['specward.yaml', 'extends: [specward:stri|ct]\n', 'all that a description can say'],
    ['specward.yaml', 'failO|n: warn\n', 'The least severity of a finding that fails the run.'],
    ['specward.yaml', 'waivers:\n  longes|t: 90\n', 'Most days that a waiver may hold'],
    [
      'specward.yaml',
      'rules:\n  no-mass-assignment:\n    options:\n      privi|leged: []\n',
      'only the server may set',
    ],
    ['specward.yaml', 'policy:\n  gateway:\n    tl|s: nginx\n', 'Who enforces TLS'],
    ['specward.waivers.yaml', 'waivers:\n  - expi|res: 2027-01-01\n', 'Last day on which it holds'],
    ['specward.attestations.yaml', 'attestations:\n  - control: AUTHN-|1\n', '**Question.**'],
    [
      'openapi.yaml',
      API.replace('security: []', 'x-specward-pub|lic: A probe.'),
      'meant to be called without',
    ],
    ['openapi.yaml', `# specward-ign|ore no-x -- y\n${API}`, 'accepts what the rule finds'],
  ])('says what stands in %s at %j', async (name, marked, expected) => {
    await start()
    expect(await hover(name, marked)).toContain(expected)
  })

  it('tells which finding a fingerprint is of, or that it is of none', async () => {
    await start({ files: { 'openapi.yaml': API } })
    await client?.open('openapi.yaml')
    await client?.diagnostics('openapi.yaml')
    const [item] = await complete(
      'specward.waivers.yaml',
      'waivers:\n  - rule: no-anonymous-write\n    fingerprint: |',
    )
    const entry = (fingerprint: string) =>
      `waivers:\n  - rule: no-anonymous-write\n    fingerprint: '${fingerprint}|'\n`
    const known = await hover('specward.waivers.yaml', entry(item?.label ?? ''))
    expect(known).toContain('can be called by anyone')
    expect(known).toContain('(file:///apis/openapi.yaml#L9,')
    const other = await hover('specward.waivers.yaml', entry('0123456789abcdef'))
    expect(other).toBe(
      'No finding of `no-anonymous-write` has this fingerprint. It was looked for in 1 description.',
    )
  })

  it('says nothing of words in reasons, and nothing in other files', async () => {
    await start()
    expect(await hover('specward.waivers.yaml', 'waivers:\n  - reason: no-anonymous-wr|ite\n')).not.toContain(
      'error in',
    )
    expect(await hover('other.yaml', 'rules:\n  no-anonymous-wri|te: error\n')).toBeUndefined()
    expect(
      await hover('openapi.yaml', API.replace('delete:', 'delete: # no-anonymous|-write')),
    ).toBeUndefined()
  })
})

describe('completion in policy files', () => {
  it('offers the keys that are left', async () => {
    await start()
    const items = await complete('specward.yaml', 'extends: [specward:strict]\nru|\nfailOn: warn\n')
    expect(labels(items)).toContain('rules')
    expect(labels(items)).not.toContain('failOn')
    expect(labels(items)).not.toContain('extends')
    expect(items.find(({ label }) => label === 'overrides')?.documentation).toMatchObject({
      value: expect.stringContaining('Settings for some files'),
    })
    expect(
      accepted(
        'extends: [specward:strict]\nru|\n',
        items.find(({ label }) => label === 'rules'),
      ),
    ).toContain('\nrules:\n')
  })

  it('offers what an entry needs first', async () => {
    await start()
    const marked = 'waivers:\n  - rule: no-anonymous-write\n    |\n'
    const items = await complete('specward.waivers.yaml', marked)
    expect(labels(items).slice(0, 3)).toEqual(['reason', 'owner', 'expires'])
    expect(items[0]).toMatchObject({ detail: 'needed', textEdit: { newText: 'reason: ' } })
    expect(labels(items)).not.toContain('rule')
  })

  it('offers rules with their title and severity, in text that is broken', async () => {
    await start()
    const marked = 'rules:\n  no-anon|\n  no-eval: [\nfailOn: warn\n'
    const item = (await complete('specward.yaml', marked)).find(({ label }) => label === 'no-anonymous-write')
    expect(item?.detail).toBe('An operation that changes something can be called without authentication.')
    expect(item?.documentation).toMatchObject({ value: expect.stringContaining('error in `recommended`') })
    expect(accepted(marked, item)).toContain('\n  no-anonymous-write: \n')
  })

  it.each([
    ['specward.yaml', 'rules:\n  no-anonymous-write: |', ['error', 'warn', 'info', 'hint', 'off']],
    ['specward.yaml', 'rules:\n  no-anonymous-write:\n    |', ['severity', 'options']],
    ['specward.yaml', 'rules:\n  no-mass-assignment:\n    options: { | }', ['privileged']],
    ['specward.yaml', 'extends:\n  - |', ['specward:recommended', 'specward:strict']],
    ['specward.yaml', 'extends: [specward:st|]', ['specward:strict']],
    ['specward.yaml', 'failOn: |', ['error', 'never']],
    ['specward.yaml', 'locked:\n  rules: [|]', ['*', 'no-anonymous-write']],
    ['specward.yaml', 'locked:\n  settings: [fail|]', ['failOn', 'waivers']],
    ['specward.yaml', 'waivers:\n  forbid:\n    - no-|', ['no-anonymous-write']],
    ['specward.yaml', 'problems:\n  - code: ref-|', ['ref-not-found']],
    ['specward.yaml', 'rules:\n  mine:\n    select: op|', ['operation', 'schema']],
    [
      'specward.yaml',
      'rules:\n  mine:\n    select: operation\n    where:\n      |',
      ['method', 'isSafe', 'deprecated'],
    ],
    ['specward.yaml', 'rules:\n  mine:\n    select: operation\n    where:\n      method: |', ['get', 'post']],
    [
      'specward.yaml',
      'rules:\n  mine:\n    select: operation\n    then:\n      field: |',
      ['@key', 'method'],
    ],
    [
      'specward.yaml',
      'rules:\n  mine:\n    select: operation\n    then:\n      function: |',
      ['truthy', 'pattern'],
    ],
    ['specward.waivers.yaml', '|', ['waivers']],
    ['specward.waivers.yaml', 'waivers:\n  - |', ['rule', 'owner']],
    ['specward.waivers.yaml', 'waivers:\n  - expires: |', ['2027-05-01', '2027-03-02']],
    ['specward.waivers.yaml', 'waivers:\n  - owner: jane\n  - owner: |', ['jane']],
    ['specward.attestations.yaml', 'attestations:\n  - control: |', ['AUTHN-1']],
    ['specward.attestations.yaml', 'attestations:\n  - answer: |', ['yes', 'no', 'not-applicable']],
    ['specward.attestations.yaml', 'attestations:\n  - date: |', ['2027-01-31']],
  ])('offers in %s at %j', async (name, marked, expected) => {
    await start()
    expect(labels(await complete(name, marked))).toEqual(expect.arrayContaining(expected))
  })

  it('offers what the reviewed descriptions have', async () => {
    await start({ files: { 'openapi.yaml': API } })
    await client?.open('openapi.yaml')
    await client?.diagnostics('openapi.yaml')
    const waiver = 'waivers:\n  - rule: no-anonymous-write\n    '
    const operation = await complete('specward.waivers.yaml', `${waiver}operation: |`)
    expect(labels(operation)).toEqual(['DELETE /users/{id}'])
    const inBrackets = await complete('specward.waivers.yaml', 'waivers: [{ operation: | }]')
    expect(inBrackets[0]?.textEdit).toMatchObject({ newText: "'DELETE /users/{id}'" })
    expect(labels(await complete('specward.waivers.yaml', `${waiver}file: |`))).toEqual(['openapi.yaml'])
    const [fingerprint] = await complete('specward.waivers.yaml', `${waiver}fingerprint: |`)
    expect(fingerprint).toMatchObject({ detail: 'no-anonymous-write at openapi.yaml:9' })
    const document = await complete('specward.attestations.yaml', 'attestations:\n  - document: |')
    expect(labels(document)).toEqual(['openapi.yaml'])
  })

  it('offers a whole waiver to be filled in', async () => {
    await start()
    const items = await complete('specward.waivers.yaml', 'waivers:\n  |')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: places of a snippet
    const text = '- rule: ${1}\n  file: ${2}\n  reason: ${3}\n  owner: ${4}\n  expires: ${5:2027-05-01}'
    expect(items.find(({ label }) => label === 'waiver')?.textEdit).toMatchObject({ newText: text })
  })

  it('offers rules in remarks of descriptions, those that find something there first', async () => {
    await start()
    const marked = API.replace('      security: []', '      # specward-ignore no-|\n      security: []')
    await client?.open('openapi.yaml', marked.replace('|', ''))
    await client?.diagnostics('openapi.yaml')
    const items = await complete('openapi.yaml', marked)
    expect(items[0]?.label).toBe('no-anonymous-write')
    expect(accepted(marked, items[0])).toContain('# specward-ignore no-anonymous-write -- \n')
    expect(await complete('openapi.yaml', marked.replace('no-|', 'no-x -- re|'))).toEqual([])
  })

  it('offers nothing in comments and elsewhere', async () => {
    await start()
    expect(await complete('specward.yaml', 'rules: # no-|')).toEqual([])
    expect(await complete('other.yaml', 'rules:\n  no-|')).toEqual([])
  })
})

describe('going to a definition from policy files', () => {
  async function definition(name: string, marked: string) {
    const { uri, position } = await openAt(name, marked)
    return client?.connection.sendRequest(DefinitionRequest.type, { textDocument: { uri }, position })
  }

  it('opens what is extended, and the line that defines a rule', async () => {
    const base =
      '# base\nrules:\n  owner-known:\n    select: operation\n    message: m\n    then: { field: x-owner, function: truthy }\n'
    await start({ files: { 'policy/base.yaml': base } })
    expect(await definition('specward.yaml', 'extends:\n  - ./policy/ba|se.yaml\n')).toMatchObject([
      { uri: 'file:///apis/policy/base.yaml' },
    ])
    const marked = 'extends: [specward:recommended, ./policy/base.yaml]\nrules:\n  owner-k|nown: off\n'
    expect(await definition('specward.yaml', marked)).toEqual([
      {
        uri: 'file:///apis/policy/base.yaml',
        range: { start: { line: 2, character: 2 }, end: { line: 2, character: 13 } },
      },
    ])
    expect(await definition('specward.yaml', 'extends: [./no|ne.yaml]\n')).toBeNull()
    expect(await definition('specward.yaml', 'rules: { no-anonymous-w|rite: off }\n')).toBeNull()
  })
})

describe('a policy file that is being written', () => {
  const config = `extends: [specward:recommended, ./base.yaml] # ours
rules:
  no-anonymous-write: error
  no-mass-assignment: { severity: warn, options: { privileged: [owner] } }
  mine:
    select: operation
    where: { method: [get, 'head'] }
    then: { field: summary, function: pattern, functionOptions: { match: "^[A-Z]" } }
overrides:
  - files: ['legacy/**']
    reason: >
      They are: frozen
    rules: { no-anonymous-write: off }
waivers: { longest: { error: 30 } }
`
  const waivers = `# Ours.
waivers:
  - rule: no-anonymous-write
    fingerprint: '0123456789abcdef'
    file: openapi.yaml
    reason: 'Frozen: until June.'
    owner: jane
    expires: 2027-03-31
  - { rule: no-get-body, operation: GET /a, reason: R., owner: o, expires: 2027-02-01 }
`

  it.each([
    ['specward.yaml', config],
    ['specward.waivers.yaml', waivers],
  ])('can be asked about wherever it ends: %s', async (name, text) => {
    await start()
    const uri = (await client?.open(name, '')) ?? ''
    let answers = 0
    for (let end = 0; end <= text.length; end += 3) {
      const written = text.slice(0, end)
      await client?.change(name, written)
      const lines = written.split('\n')
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
      const params = { textDocument: { uri }, position }
      await client?.connection.sendRequest(HoverRequest.type, params)
      await client?.connection.sendRequest(DefinitionRequest.type, params)
      const items = await client?.connection.sendRequest(CompletionRequest.type, params)
      if (Array.isArray(items) && items.length > 0) answers++
    }
    expect(answers).toBeGreaterThan(text.length / 12)
  })
})
