import { afterEach, describe, expect, it } from 'vitest'
import {
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  type Diagnostic,
  ExecuteCommandRequest,
  ResourceOperationKind,
  type ShowDocumentParams,
  ShowDocumentRequest,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Client, type ClientSetup, PULLS } from '../client.test-kit.ts'

const CAPABLE: ClientCapabilities = {
  ...PULLS,
  workspace: {
    ...PULLS.workspace,
    applyEdit: true,
    workspaceEdit: { documentChanges: true, resourceOperations: [ResourceOperationKind.Create] },
  },
  window: { showDocument: { support: true } },
}

const ASKS = {
  initializationOptions: {
    commands: [
      'specward.waive',
      'specward.ignore',
      'specward.setSeverity',
      'specward.openRule',
      'specward.goTo',
    ],
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

const RULE = 'no-anonymous-write'

/** An editor that makes the edits it is asked for, in the texts that it has open and on the disk. */
class Editor {
  readonly client: Client
  readonly texts = new Map<string, string>()
  readonly shown: ShowDocumentParams[] = []

  constructor(setup: ClientSetup) {
    const packageFile = async (name: string) => (name.endsWith(`${RULE}.md`) ? '# page' : undefined)
    const packageUri = async (name: string) => `file:///package/${name}`
    this.client = new Client({
      capabilities: CAPABLE,
      ...setup,
      options: { packageFile, packageUri, ...setup.options },
    })
    this.client.connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
      await this.make(edit)
      return { applied: true }
    })
    this.client.connection.onRequest(ShowDocumentRequest.type, (params) => {
      this.shown.push(params)
      return { success: true }
    })
  }

  async open(name: string, text: string): Promise<void> {
    this.texts.set(await this.client.open(name, text), text)
  }

  text(name: string): string | undefined {
    const uri = this.client.uri(name)
    return this.texts.get(uri) ?? this.client.disk.get(uri)
  }

  async make({ changes = {}, documentChanges = [] }: WorkspaceEdit): Promise<void> {
    const listed = documentChanges.flatMap((each) =>
      TextDocumentEdit.is(each) ? [[each.textDocument.uri, each.edits] as const] : [],
    )
    for (const [uri, edits] of [...Object.entries(changes), ...listed]) {
      const before = TextDocument.create(uri, 'yaml', 1, this.text(uri) ?? '')
      const after = TextDocument.applyEdits(before, edits as (typeof changes)[string])
      if (this.texts.has(uri)) {
        this.texts.set(uri, after)
        await this.client.change(uri, after)
      } else await this.client.write(uri, after)
    }
  }

  async finding(name: string, code = RULE): Promise<Diagnostic> {
    const all = await this.client.diagnostics(name)
    const found = all.find((each) => each.code === code)
    if (!found) throw new Error(`no ${code} among ${all.map((each) => each.code)}`)
    return found
  }

  async actions(name: string, diagnostic: Diagnostic): Promise<readonly CodeAction[]> {
    const { range } = diagnostic
    const textDocument = { uri: this.client.uri(name) }
    const context = { diagnostics: [diagnostic] }
    const answer = await this.client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context,
    })
    return (answer ?? []) as CodeAction[]
  }

  run(command: string, ...args: unknown[]): Promise<unknown> {
    return this.client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: args })
  }
}

let editor: Editor

afterEach(() => editor.client.stop())

async function start(setup: ClientSetup = {}): Promise<Editor> {
  editor = new Editor(setup)
  await editor.client.start()
  return editor
}

const titled = (actions: readonly CodeAction[], beginning: string): CodeAction => {
  const found = actions.find(({ title }) => title.startsWith(beginning))
  if (!found) throw new Error(`no ${beginning} among ${actions.map(({ title }) => title).join(', ')}`)
  return found
}

const codes = async (name: string) => (await editor.client.diagnostics(name)).map(({ code }) => code)

/** What an editor sends once it has asked a person about the finding of an action. */
function given(action: CodeAction, said: object): object {
  const [finding] = action.command?.arguments ?? []
  return { ...finding, ...said }
}

const SAID = { reason: 'Frozen until it is replaced.', owner: 'jane@acme.example', expires: '2027-03-31' }

describe('waiving a finding', () => {
  it('asks in the editor, writes the entry, and the finding is gone', async () => {
    await start(ASKS)
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    expect(action.command?.command).toBe('specward.waive')
    expect(action.command?.arguments).toEqual([
      {
        uri: 'file:///apis/openapi.yaml',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        ruleId: RULE,
        message: expect.stringContaining('can be called by anyone'),
      },
    ])
    await editor.run('specward.applyWaiver', given(action, SAID))
    const text = editor.text('specward.waivers.yaml')
    expect(text).toContain(`  - rule: ${RULE}\n    fingerprint: `)
    expect(text).toContain('    file: openapi.yaml\n    reason: Frozen until it is replaced.\n')
    expect(text).toContain("owner: jane@acme.example\n    expires: '2027-03-31'\n    created: '2027-01-31'\n")
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('adds to the waivers that are open, beside the configuration, and keeps all else of them', async () => {
    const before =
      '# Ours.\r\nwaivers:\r\n  - { rule: no-foreign-server, file: a.yaml, reason: R., owner: o, expires: 2027-02-01 }\r\n'
    await start({ ...ASKS, files: { 'api/specward.yaml': 'extends: [specward:recommended]\n' } })
    await editor.open('api/openapi.yaml', API)
    await editor.open('api/specward.waivers.yaml', before)
    const action = titled(
      await editor.actions('api/openapi.yaml', await editor.finding('api/openapi.yaml')),
      'Waive',
    )
    await editor.run('specward.applyWaiver', given(action, SAID))
    const text = editor.text('api/specward.waivers.yaml') ?? ''
    expect(text.startsWith(before.trimEnd())).toBe(true)
    expect(text).toContain('file: openapi.yaml')
    expect(await codes('api/openapi.yaml')).not.toContain(RULE)
  })

  it('ties a finding of a shared file to that file', async () => {
    const item =
      'delete:\n  operationId: deleteUser\n  security: []\n  responses: { "204": { description: Gone } }\n'
    const api = API.replace(/\/users\/\{id\}:[\s\S]*?(?=components)/, '/users/{id}:\n    $ref: ./item.yaml\n')
    await start({ ...ASKS, files: { 'a.yaml': api, 'b.yaml': api.replace('Users', 'Other') } })
    await editor.open('a.yaml', api)
    await editor.open('b.yaml', api.replace('Users', 'Other'))
    await editor.open('item.yaml', item)
    await codes('a.yaml')
    await codes('b.yaml')
    const action = titled(await editor.actions('item.yaml', await editor.finding('item.yaml')), 'Waive')
    await editor.run('specward.applyWaiver', given(action, SAID))
    expect(editor.text('specward.waivers.yaml')).toContain('file: item.yaml')
    expect(await codes('item.yaml')).not.toContain(RULE)
  })

  it.each([
    [{ ...SAID, reason: ' ' }, 'A reason is needed'],
    [{ ...SAID, owner: '' }, 'An owner is needed'],
    [{ ...SAID, expires: 'soon' }, '`soon` is no day of the calendar'],
    [{ ...SAID, expires: '2027-01-30' }, '`2027-01-30` is over: today is 2027-01-31.'],
    [
      { ...SAID, expires: '2027-09-01' },
      'the policy allows 90 days (`waivers.longest`): 2027-05-01 is the last day.',
    ],
    [{ reason: 'R.' }, 'The command needs texts for uri, fingerprint, reason, owner, expires.'],
    [{ ...SAID, fingerprint: '0123456789abcdef' }, 'The finding is not there any more.'],
  ])('refuses %j', async (said, expected) => {
    await start({ ...ASKS, files: { 'specward.yaml': 'waivers: { longest: 90 }\n' } })
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    await expect(editor.run('specward.applyWaiver', given(action, said))).rejects.toThrow(expected)
    expect(editor.text('specward.waivers.yaml')).toBeUndefined()
  })

  it('tells the editor beforehand what the policy asks for, and what cannot be accepted', async () => {
    const policy = 'waivers: { approval: other-than-owner, longest: 90 }\n'
    await start({ ...ASKS, files: { 'specward.yaml': policy } })
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    const terms = () => editor.run('specward.waiverTerms', given(action, {}))
    expect(await terms()).toEqual({ approval: 'other-than-owner', lastDay: '2027-05-01' })
    await editor.client.write(editor.client.uri('specward.yaml'), `waivers: { forbid: [${RULE}] }\n`)
    await expect(terms()).rejects.toThrow('By the policy (`waivers.forbid`)')
  })

  it('refuses a second waiver, and one without the approval that is asked for', async () => {
    await start({ ...ASKS, files: { 'specward.yaml': 'waivers: { approval: other-than-owner }\n' } })
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    const refused = editor.run('specward.applyWaiver', given(action, SAID))
    await expect(refused).rejects.toThrow('`waivers.approval: other-than-owner`')
    await editor.run('specward.applyWaiver', given(action, { ...SAID, approver: 'max@acme.example' }))
    const again = editor.run('specward.applyWaiver', given(action, { ...SAID, approver: 'max@acme.example' }))
    await expect(again).rejects.toThrow(
      'There is a waiver for this finding already, until 2027-03-31 by jane',
    )
  })

  it('adds nothing to waivers that cannot be read', async () => {
    await start({ ...ASKS, files: { 'specward.waivers.yaml': 'waivers: []\n' } })
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    const broken = 'waivers: [\n'
    await editor.open('specward.waivers.yaml', broken)
    await expect(editor.run('specward.applyWaiver', given(action, SAID))).rejects.toThrow()
    expect(editor.text('specward.waivers.yaml')).toBe(broken)
  })

  it('says so to an editor that makes no edits, and where the edit is not made', async () => {
    await start({ ...ASKS, capabilities: PULLS })
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    const refused = editor.run('specward.applyWaiver', given(action, SAID))
    await expect(refused).rejects.toThrow('This editor lets language servers change nothing.')
    await editor.client.stop()
    await start(ASKS)
    await editor.open('openapi.yaml', API)
    editor.client.connection.onRequest(ApplyWorkspaceEditRequest.type, () => {
      return { applied: false, failureReason: 'read-only' }
    })
    const again = editor.run('specward.applyWaiver', given(action, SAID))
    await expect(again).rejects.toThrow('The editor did not make the change: read-only')
  })

  it('takes plain edits for an editor that knows no others', async () => {
    await start({ ...ASKS, capabilities: { ...PULLS, workspace: { ...PULLS.workspace, applyEdit: true } } })
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    await editor.run('specward.applyWaiver', given(action, SAID))
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('is not offered where the policy forbids it', async () => {
    await start({ ...ASKS, files: { 'specward.yaml': `waivers: { forbid: [${RULE}] }\n` } })
    await editor.open('openapi.yaml', API)
    const titles = (await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))).map(
      ({ title }) => title,
    )
    expect(titles.filter((title) => /Waive|Ignore/.test(title))).toEqual([])
  })

  it('writes an entry to be filled in for an editor that asks nothing, and tells that it is incomplete', async () => {
    await start()
    await editor.open('openapi.yaml', API)
    const action = titled(await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')), 'Waive')
    await editor.make(action.edit ?? {})
    const text = editor.text('specward.waivers.yaml') ?? ''
    expect(text).toContain("expires: '2027-05-01'")
    expect(await codes('openapi.yaml')).toContain(RULE)
    await editor.open('specward.waivers.yaml', text)
    expect(await codes('specward.waivers.yaml')).toEqual(['waiver-incomplete'])
  })
})

describe('ignoring a finding where it stands', () => {
  it('asks for the reason, writes a comment above the line, and the finding is gone', async () => {
    await start(ASKS)
    await editor.open('openapi.yaml', API)
    const action = titled(
      await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')),
      'Ignore',
    )
    expect(action.command?.command).toBe('specward.ignore')
    await editor.run('specward.applyIgnore', given(action, { reason: 'A probe,\nfor now.' }))
    const remark = `      # specward-ignore ${RULE} -- A probe, for now.\n`
    expect(editor.text('openapi.yaml')).toBe(API.replace('      security: []', `${remark}      security: []`))
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('joins a remark that is there for the same reason', async () => {
    const text = API.replace(
      '      security: []',
      '      # specward-ignore no-foreign-server -- A probe.\n      security: []',
    )
    await start(ASKS)
    await editor.open('openapi.yaml', text)
    const action = titled(
      await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')),
      'Ignore',
    )
    await editor.run('specward.applyIgnore', given(action, { reason: 'A probe.' }))
    expect(editor.text('openapi.yaml')).toBe(
      text.replace('no-foreign-server --', `no-foreign-server, ${RULE} --`),
    )
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('keeps the line ends and the byte order mark of a file', async () => {
    const text = `\uFEFF${API.replaceAll('\n', '\r\n')}`
    await start(ASKS)
    await editor.open('openapi.yaml', text)
    const action = titled(
      await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')),
      'Ignore',
    )
    await editor.run('specward.applyIgnore', given(action, { reason: 'A probe.' }))
    const remark = `      # specward-ignore ${RULE} -- A probe.\r\n`
    expect(editor.text('openapi.yaml')).toBe(
      text.replace('      security: []', `${remark}      security: []`),
    )
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('writes a remark above a list of several lines', async () => {
    const text = API.replace('      security: []', '      security: [\n        ]').replace(
      'operationId: deleteUser',
      'description: |\n        Deletes.\n      operationId: deleteUser',
    )
    await start(ASKS)
    await editor.open('openapi.yaml', text)
    const action = titled(
      await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')),
      'Ignore',
    )
    await editor.run('specward.applyIgnore', given(action, { reason: 'A probe.' }))
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('writes an extension in JSON', async () => {
    const api = {
      openapi: '3.1.0',
      info: { title: 'Users', version: '1.0.0' },
      servers: [{ url: 'https://api.acme.example' }],
      paths: { '/users/{id}': { delete: { security: [], responses: { 204: { description: 'Gone' } } } } },
    }
    await start(ASKS)
    await editor.open('openapi.json', JSON.stringify(api, undefined, 2))
    const action = titled(
      await editor.actions('openapi.json', await editor.finding('openapi.json')),
      'Ignore',
    )
    await editor.run('specward.applyIgnore', given(action, { reason: 'A probe.' }))
    const { paths } = JSON.parse(editor.text('openapi.json') ?? '')
    expect(paths['/users/{id}'].delete['x-specward-ignore']).toEqual({ [RULE]: 'A probe.' })
    expect(await codes('openapi.json')).not.toContain(RULE)
  })

  it('is told as incomplete where no reason was given yet', async () => {
    await start()
    await editor.open('openapi.yaml', API)
    const action = titled(
      await editor.actions('openapi.yaml', await editor.finding('openapi.yaml')),
      'Ignore',
    )
    await editor.make(action.edit ?? {})
    expect(await codes('openapi.yaml')).toEqual(expect.arrayContaining([RULE, 'ignore-incomplete']))
  })

  it('is not offered where the policy forbids remarks', async () => {
    await start({ ...ASKS, files: { 'specward.yaml': "waivers: { forbidInline: ['*'] }\n" } })
    await editor.open('openapi.yaml', API)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    expect(actions.some(({ title }) => title.startsWith('Ignore'))).toBe(false)
    const waive = titled(actions, 'Waive')
    const ignored = editor.run('specward.applyIgnore', given(waive, { reason: 'R.' }))
    await expect(ignored).rejects.toThrow('cannot be accepted in a description')
    await expect(editor.run('specward.applyIgnore', given(waive, { reason: '' }))).rejects.toThrow(
      'A reason is needed',
    )
  })
})

describe('changing what the policy makes of a rule', () => {
  it('turns it off in the configuration, which keeps its formatting', async () => {
    const config = 'extends: [specward:recommended] # all\nrules:\n  no-foreign-server: off # local\n'
    await start({ files: { 'specward.yaml': config } })
    await editor.open('openapi.yaml', API)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    await editor.make(titled(actions, `Turn off \`${RULE}\` in specward.yaml`).edit ?? {})
    expect(editor.text('specward.yaml')).toBe(`${config}  ${RULE}: 'off'\n`)
    expect(await codes('openapi.yaml')).not.toContain(RULE)
  })

  it('is one action where the editor asks which severity it is to be', async () => {
    await start(ASKS)
    await editor.open('openapi.yaml', API)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    const action = titled(actions, 'Change the severity')
    expect(action.command?.arguments?.[0]).toMatchObject({
      ruleId: RULE,
      severity: 'error',
      levels: ['warn', 'info', 'hint', 'off'],
    })
    expect(actions.filter(({ title }) => title.includes('specward.yaml'))).toEqual([action])
    const loud = editor.run('specward.applySeverity', given(action, { level: 'loud' }))
    await expect(loud).rejects.toThrow(`\`${RULE}\` cannot be set to \`loud\``)
    await editor.run('specward.applySeverity', given(action, { level: 'warn' }))
    expect((await editor.finding('openapi.yaml')).severity).toBe(2)
  })

  it('sets another severity, in a new configuration where there is none', async () => {
    await start()
    await editor.open('openapi.yaml', API)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    const { edit = {} } = titled(actions, `Set \`${RULE}\` to \`warn\``)
    expect(edit.documentChanges?.[0]).toMatchObject({ kind: 'create', uri: 'file:///apis/specward.yaml' })
    await editor.make(edit)
    expect(editor.text('specward.yaml')).toBe(
      `extends:\n  - specward:recommended\n\nrules:\n  ${RULE}: warn\n`,
    )
    expect((await editor.finding('openapi.yaml')).severity).toBe(2)
  })

  it('softens nothing that is locked', async () => {
    await start({
      ...ASKS,
      files: {
        'base.yaml': `locked: { rules: [${RULE}] }\n`,
        'specward.yaml': 'extends: [specward:recommended, ./base.yaml]\n',
      },
    })
    await editor.open('openapi.yaml', API)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    expect(actions.filter(({ title }) => title.includes('severity'))).toEqual([])
  })
})

describe('reading about a finding', () => {
  it('opens the page of its rule and its cause, by commands of the editor where it has them', async () => {
    const api = API.replace('security: [{ token: [] }]', 'security: []').replace('      security: []\n', '')
    await start(ASKS)
    await editor.open('openapi.yaml', api)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    expect(titled(actions, 'Open the page').command).toMatchObject({
      command: 'specward.openRule',
      arguments: [RULE],
    })
    expect(titled(actions, 'Go to the cause').command).toMatchObject({
      command: 'specward.goTo',
      arguments: [{ uri: 'file:///apis/openapi.yaml', range: { start: { line: 3 } } }],
    })
  })

  it('has them shown by the protocol elsewhere', async () => {
    const api = API.replace('security: [{ token: [] }]', 'security: []').replace('      security: []\n', '')
    await start()
    await editor.open('openapi.yaml', api)
    const actions = await editor.actions('openapi.yaml', await editor.finding('openapi.yaml'))
    for (const beginning of ['Open the page', 'Go to the cause']) {
      const { command } = titled(actions, beginning)
      await editor.run(command?.command ?? '', ...(command?.arguments ?? []))
    }
    expect(editor.shown).toEqual([
      { uri: `file:///package/rulesets/docs/${RULE}.md`, external: false, takeFocus: true },
      {
        uri: 'file:///apis/openapi.yaml',
        takeFocus: true,
        selection: expect.objectContaining({ start: { line: 3, character: expect.any(Number) } }),
      },
    ])
  })

  it('finds a finding again for an editor that sends no data back', async () => {
    await start(ASKS)
    await editor.open('openapi.yaml', API)
    const { data, ...bare } = await editor.finding('openapi.yaml')
    expect(data).toMatchObject({ ruleId: RULE })
    expect((await editor.actions('openapi.yaml', bare)).length).toBeGreaterThan(3)
    expect(await editor.actions('openapi.yaml', { ...bare, source: 'yaml' })).toEqual([])
  })
})
