import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DefinitionRequest, type Location } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Editor } from './editor.test-kit.ts'

const API = `openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example.com' }]
security: [{ login: [] }]
paths:
  /orders: { $ref: 'orders.yaml' }
  /users:
    get: { responses: { '200': { $ref: '#/components/responses/Users' } } }
    post: { security: [{ key: [] }], responses: { '201': { $ref: '#/components/responses/Done' } } }
components:
  responses:
    Users: { description: Users }
    Done: { description: Done }
  securitySchemes:
    login: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X }
`
const ORDERS = `get:
  security: []
  responses: { '200': { $ref: 'api.yaml#/components/responses/Done' } }
delete:
  security: [{ key: [] }]
  responses: { '204': { $ref: 'api.yaml#/components/responses/Users' } }
`

/** What is written, and what it becomes; the first that is there is taken. */
const EDITS: readonly (readonly [string, string])[] = [
  ['security: []', 'security: [{ key: [] }]'],
  ['security: [{ key: [] }]', 'security: []'],
  ["info: { title: T, version: '1' }", "# one\n# two\ninfo: { title: T, version: '1' }"],
  ['# one\n# two\n', ''],
  ['https://', 'http://'],
  ['http://', 'https://'],
  ['    Users: {', '    Other: { description: Other }\n    Users: {'],
  ['    Other: { description: Other }\n', ''],
  ['delete:', 'patch:'],
  ['patch:', 'delete:'],
  ["version: '1' }", "version: '1'"],
  ["version: '1'\n", "version: '1' }\n"],
  ["'204': {", "'204': [{"],
  ["'204': [{", "'204': {"],
]

/** Where every reference in a text leads. */
async function leads(editor: Editor, name: string, texts: Readonly<Record<string, string>>) {
  const text = texts[name] ?? ''
  const document = TextDocument.create('', 'yaml', 1, text)
  const found: string[] = []
  for (const { index } of text.matchAll(/\$ref/g)) {
    const textDocument = { uri: editor.uri(name) }
    const params = { textDocument, position: document.positionAt(index + 1) }
    const answer = (await editor.connection.sendRequest(DefinitionRequest.type, params)) as Location[] | null
    for (const { uri, range } of answer ?? []) {
      const target = texts[uri.slice(uri.lastIndexOf('/') + 1)] ?? ''
      // never to another text than that of the name, also while a text is broken
      expect(['Done', 'Users', '']).toContain(TextDocument.create('', 'yaml', 1, target).getText(range))
    }
    found.push((answer ?? []).map(({ uri, range }) => `${uri} ${JSON.stringify(range)}`).join())
  }
  return found
}

async function told(editor: Editor, texts: Readonly<Record<string, string>>) {
  const answers = []
  for (const name of Object.keys(texts)) {
    await editor.found(name)
    const links = await leads(editor, name, texts)
    answers.push([name, await editor.titles(name), await editor.outline(name), links])
  }
  return answers
}

describe('after any edits', () => {
  it('answers are those of a server that has just started, where the texts can be read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(EDITS.length - 1), { minLength: 4, maxLength: 8 }), async (steps) => {
        const texts: Record<string, string> = { 'api.yaml': API, 'orders.yaml': ORDERS }
        const editor = await Editor.on(texts)
        try {
          for (const step of steps) {
            const [from, to] = EDITS[step] ?? ['', '']
            const name = Object.keys(texts).find((each) => texts[each]?.includes(from))
            if (name === undefined) continue
            texts[name] = (texts[name] ?? '').replace(from, to)
            await editor.change(name, texts[name])
            const answers = await told(editor, texts)
            if (/version: '1'\n|'204': \[\{/.test(Object.values(texts).join(''))) continue
            const fresh = await Editor.on(texts)
            try {
              expect(answers).toEqual(await told(fresh, texts))
            } finally {
              await fresh.stop()
            }
          }
        } finally {
          await editor.stop()
        }
      }),
      { seed: 14, numRuns: 12 },
    )
  })
})
