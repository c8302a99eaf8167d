import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import { describe, expect, it } from 'vitest'
import { type Diagnostic, HoverRequest } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { nodeIo } from '../../packages/cli/src/io.ts'
import { Client } from '../../packages/language-server/src/client.test-kit.ts'

const CORPUS = new URL('../../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
const { SPECWARD_LSP, SPECWARD_SEED = '8' } = process.env

/** Edited in every run. */
const SMALL = ['adidas/valid-petstore.yaml', 'readme/3.0-security.json']
/** Edited as well with `SPECWARD_LSP=all`; some take a minute. */
const MORE = [
  'xero/xero_accounting.yaml',
  'redocly/rebilly-description.yaml',
  'openai/openapi.yaml',
  'box/openapi.json',
  'twilio/twilio_verify_v2.yaml',
  'twilio/twilio_messaging_v1.json',
  'docker/engine-swagger.yaml',
  'netlify/swagger.json',
  'blockfrost/openapi.yaml',
  'scalar/galaxy-asyncapi-3.0.json',
  'sendgrid/tsg_mail_v3.yaml',
  'slack/slack_web_openapi_v2.json',
  'adyen/ManagementService-v3.json',
  'apis-guru/netbox.json',
  'xero/xero-payroll-uk.yaml',
  'twilio/twilio_taskrouter_v1.yaml',
  'readme/3.0-star-trek.json',
  'readme/3.1-readme.json',
]
const documents = (SPECWARD_LSP === 'all' ? [...SMALL, ...MORE] : SMALL).filter((name) =>
  existsSync(new URL(name, CORPUS)),
)

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

const TYPED = ['a', 'x', ' ', ':', '"', '\n', '-', '{', '[', ',', '#', '0', "'"]

/** Something that a person does to a text. */
function editOf(text: string, random: () => number): Edit {
  const at = Math.floor(random() * text.length)
  const line = text.lastIndexOf('\n', at) + 1
  const end = text.indexOf('\n', at) + 1 || text.length
  const kind = Math.floor(random() * 6)
  if (kind === 0) return { from: at, to: at, text: TYPED[Math.floor(random() * TYPED.length)] ?? '' }
  if (kind === 1) return { from: at, to: Math.min(text.length, at + 1), text: '' }
  if (kind === 2) return { from: line, to: end, text: '' }
  if (kind === 3) return { from: end, to: end, text: text.slice(line, end) }
  if (kind === 4) return { from: at, to: at, text: 'word' }
  const lines = text.slice(line, line + 400)
  const other = text.indexOf('\n', Math.floor(random() * text.length)) + 1
  return { from: other, to: other, text: lines.slice(0, lines.lastIndexOf('\n') + 1) }
}

function clientOf(): Promise<Client> {
  return new Client({
    folders: [CORPUS.href],
    options: {
      host: nodeIo().host({ cwd: fileURLToPath(CORPUS) }),
      conformance: createConformanceChecker(),
      workingDirectory: CORPUS.href,
      descriptions: async () => [],
    },
  }).start()
}

async function shown(client: Client, uri: string): Promise<readonly Diagnostic[]> {
  for (;;) {
    try {
      return await client.diagnostics(uri)
    } catch (error) {
      if ((error as { data?: { retriggerRequest?: boolean } }).data?.retriggerRequest !== true) throw error
    }
  }
}

/** What a server shows that has never seen another text. */
async function fresh(uri: string, text: string): Promise<readonly Diagnostic[]> {
  const client = await clientOf()
  await client.open(uri, text)
  const diagnostics = await shown(client, uri)
  await client.stop()
  return diagnostics
}

/** While a text is broken, the findings from before stay: what is compared is all else. */
function comparable(diagnostics: readonly Diagnostic[], isBroken: boolean): readonly string[] {
  const those = isBroken ? diagnostics.filter(({ data }) => data === undefined) : diagnostics
  return those.map((each) => JSON.stringify(each)).sort()
}

describe.skipIf(!isThere)('real descriptions that are edited (skipped without ../shared/corpus)', () => {
  it.each(documents)('%s shows in the end what a new server shows', { timeout: 600_000 }, async (name) => {
    const random = randomFrom(Number(SPECWARD_SEED) + name.length)
    const uri = new URL(name, CORPUS).href
    let document = TextDocument.create(uri, 'yaml', 1, readFileSync(new URL(name, CORPUS), 'utf8'))
    const client = await clientOf()
    await client.open(uri, document.getText())
    const counts = { looks: 0, corrected: 0, rests: 0, broken: 0 }
    await shown(client, uri)
    const undo: Edit[] = []
    const apply = async ({ from, to, text }: Edit): Promise<void> => {
      const range = { start: document.positionAt(from), end: document.positionAt(to) }
      undo.push({ from, to: from + text.length, text: document.getText(range) })
      document = TextDocument.update(document, [{ range, text }], document.version + 1)
      await client.change(uri, [{ range, text }])
    }
    for (let burst = 0; burst < 4; burst++) {
      for (let nth = 0; nth < 1 + Math.floor(random() * 4); nth++) {
        await apply(editOf(document.getText(), random))
        if (random() < 0.5) await shown(client, uri)
      }
      for (let back = 0; back < 3; back++) {
        const looked = await shown(client, uri)
        // whoever asks for what stands at a place gets the review of the whole
        await client.connection.sendRequest(HoverRequest.type, {
          textDocument: { uri },
          position: { line: 0, character: 0 },
        })
        const rested = await shown(client, uri)
        const expected = await fresh(uri, document.getText())
        const isBroken = expected.some(({ code }) => code === 'syntax-error')
        counts.rests++
        if (isBroken) counts.broken++
        else counts.looks++
        if (!isBroken && JSON.stringify(looked) !== JSON.stringify(rested)) counts.corrected++
        expect(comparable(rested, isBroken), `burst ${burst}`).toEqual(comparable(expected, isBroken))
        const last = isBroken ? undo.pop() : undefined
        if (!last) break
        await apply(last)
        undo.pop()
      }
    }
    await client.stop()
    if (SPECWARD_LSP) console.log(`${name} ${JSON.stringify(counts)}`)
    expect(counts.rests).toBeGreaterThan(3)
  })
})
