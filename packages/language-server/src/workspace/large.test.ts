import { describe, expect, it } from 'vitest'
import type { Diagnostic } from 'vscode-languageserver'
import { Client } from '../client.test-kit.ts'

/** A description of more characters than are judged as a whole at each stroke. */
const ITEMS = Array.from({ length: 900 }, (_, index) => {
  const operation = `    get:\n      summary: Reads the thing with number ${index}\n      responses:\n`
  return `  /things/${index}:\n${operation}        '200':\n          description: ok\n`
})
const HEAD = "openapi: 3.1.0\ninfo:\n  title: Things\n  version: '1'\nsecurity: []\npaths:\n"
const LARGE = HEAD + ITEMS.join('')
const POLICY = 'extends: []\nrules: { no-anonymous-write: error, no-trace-method: error }\n'

async function opened(text: string, config = POLICY): Promise<Client> {
  const client = await new Client({ files: { 'a.yaml': text, 'specward.yaml': config } }).start()
  await client.open('a.yaml')
  return client
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ range, code, message }) => JSON.stringify({ range, code, message })).sort()
}

/** What a server shows that has seen nothing before. */
async function fresh(text: string, config = POLICY): Promise<readonly string[]> {
  const client = await opened(text, config)
  const diagnostics = inOrder(await client.diagnostics('a.yaml'))
  await client.stop()
  return diagnostics
}

const STEPS: readonly (readonly [string, (text: string) => string])[] = [
  ['another word', (text) => text.replace('number 450', 'number 450 and more')],
  [
    'a new operation that anyone may call',
    (text) => text.replace('  /things/300:', '  /new:\n    delete: {}\n  /things/300:'),
  ],
  ['a line above it', (text) => text.replace('  /things/100:\n', '  /things/100:\n    # remark\n')],
  [
    'another operation of the kind',
    (text) => text.replace('  /things/700:\n', '  /things/700:\n    trace: {}\n'),
  ],
  ['a line that breaks the text', (text) => text.replace('  /things/800:\n', '  /things/800:\n    a\n')],
  ['that line mended', (text) => text.replace('    a\n', '')],
  ['who may call', (text) => text.replace('security: []\n', 'security:\n  - key: []\n')],
  ['the operation gone', (text) => text.replace('  /new:\n    delete: {}\n', '')],
]

describe('of a large description', () => {
  it('the diagnostics after each edit are those of a new server, at once and when typing rests', async () => {
    const client = await opened(LARGE)
    await client.diagnostics('a.yaml')
    let text = LARGE
    let most = 0
    for (const [what, edit] of STEPS) {
      text = edit(text)
      await client.change('a.yaml', text)
      const isBroken = what.includes('breaks')
      const right = await fresh(text)
      const shown = inOrder(await client.diagnostics('a.yaml'))
      most = Math.max(most, right.length)
      if (isBroken) expect(shown, what).toEqual(expect.arrayContaining([...right]))
      else expect(shown, what).toEqual(right)
      await new Promise((done) => setTimeout(done, 400))
      if (!isBroken) expect(inOrder(await client.diagnostics('a.yaml')), what).toEqual(right)
    }
    expect(most).toBe(2)
    await client.stop()
  })

  it('a configuration that changes while somebody types is taken at once', async () => {
    const open = LARGE.replace('  /things/300:', '  /new:\n    delete: {}\n  /things/300:')
    const client = await opened(open)
    expect(await client.diagnostics('a.yaml')).toHaveLength(1)
    const typed = open.replace('number 450', 'number 450 and more')
    await client.change('a.yaml', typed)
    const quiet = 'extends: []\nrules: { no-trace-method: error }\n'
    await client.write('specward.yaml', quiet)
    expect(inOrder(await client.diagnostics('a.yaml'))).toEqual(await fresh(typed, quiet))
    await client.stop()
  })
})
