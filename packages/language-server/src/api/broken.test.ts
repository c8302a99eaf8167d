import { afterEach, describe, expect, it } from 'vitest'
import { Editor } from './editor.test-kit.ts'

let editor: Editor | undefined
afterEach(() => editor?.stop())

const GOOD = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /first: { get: { security: [{ key: [] }], responses: {} } }
  /second: { get: { security: [], responses: { '200': { $ref: '#/components/responses/Done' } } } }
components:
  responses: { Done: { description: Done } }
  securitySchemes: { key: { type: apiKey, in: header, name: X } }
`

/** The good text, then one in which a line has been broken and another added before it. */
async function broken(line: string, by: string): Promise<string> {
  editor = await Editor.on({ 'api.yaml': GOOD })
  expect(await editor.titles('api.yaml')).toHaveLength(2)
  const text = GOOD.replace(line, by)
  expect(text).not.toBe(GOOD)
  await editor.change('api.yaml', text)
  return text
}

function at(text: string, word: string) {
  const before = text.slice(0, text.indexOf(word) + 1).split('\n')
  const position = { line: before.length - 1, character: (before.at(-1) ?? '').length }
  return { textDocument: { uri: 'file:///apis/api.yaml' }, position }
}

const TITLE = "info: { title: T, version: '1' }"

describe('while a text is broken', () => {
  it('what stands behind the fault is told of where it is now', async () => {
    const text = await broken(TITLE, "info: { title: [T,\n  # more\n version: '1' }")
    const hover = await editor?.hoverAt(at(text, 'get: { security: [],'))
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('GET /second') })
    expect(hover?.range?.start.line).toBe(6)
    expect(JSON.stringify(hover?.contents)).toContain('[api.yaml:7](file:///apis/api.yaml#L7)')
    const found = await editor?.connection.sendRequest('textDocument/definition', at(text, "'#/components"))
    expect(found).toMatchObject([{ range: { start: { line: 8, character: 15 } } }])
    expect(await editor?.titles('api.yaml')).toEqual([
      '6: apiKey in header X · no server described',
      '7: anyone · no server described',
    ])
    expect((await editor?.outline('api.yaml'))?.map((each) => each.trim())).toContain('/second 7-7')
  })

  it('what has been written over is not told of', async () => {
    const text = await broken('/second: { get: { security: [], ', '/second: { getx: { security: [key, ')
    expect(await editor?.hoverAt(at(text, 'getx'))).toBeNull()
    expect(await editor?.titles('api.yaml')).toEqual(['4: apiKey in header X · no server described'])
    const outline = await editor?.outline('api.yaml')
    expect(outline?.some((each) => each.includes('/first'))).toBe(true)
  })

  it('nothing is renamed, and why is said', async () => {
    const text = await broken(TITLE, 'info: [')
    const params = { ...at(text, 'key: { type'), newName: 'token' }
    await expect(editor?.connection.sendRequest('textDocument/rename', params)).rejects.toThrow(
      '`api.yaml` is not as it was read last. Mend its syntax, or save it, first.',
    )
  })

  it('all is well again once it is mended', async () => {
    await broken(TITLE, 'info: [')
    await editor?.change('api.yaml', GOOD.replace('/first', '/third'))
    expect((await editor?.outline('api.yaml'))?.map((each) => each.trim())).toContain('/third 4-4')
    expect(await editor?.hoverAt(at(GOOD, 'get:'))).not.toBeNull()
  })

  it('nothing is told of a text that has never been read', async () => {
    editor = await Editor.on({ 'api.yaml': GOOD.replace(TITLE, 'info: [') })
    expect(await editor.hoverAt(at(GOOD, 'get:'))).toBeNull()
    expect(await editor.titles('api.yaml')).toEqual([])
    expect(await editor.outline('api.yaml')).toEqual([])
  })
})
