import { createConformanceChecker } from '@specward/conformance'
import { type Range, visible } from '@specward/core'
import type { Diagnostic } from 'vscode-languageserver'
import { Client } from '../../../packages/language-server/src/client.test-kit.ts'
import { FOLDER, judge } from '../judge.ts'
import { mutateText } from '../mutate-text.ts'
import { fault, type Property, textOf, VARIANTS } from '../property.ts'
import { Random } from '../random.ts'
import { differenceOf } from './substance.ts'

const SEVERITIES = { error: 1, warn: 2, info: 3, hint: 4 } as const
/** Codes of texts that cannot be read. */
const UNREAD: ReadonlySet<string> = new Set([
  'syntax-error',
  'file-binary',
  'alias-limit',
  'nesting-too-deep',
])

/** In milliseconds, with some to spare. */
const RESTING_MS = 2_000

const conformance = createConformanceChecker()

async function diagnosticsOf(client: Client, uri: string): Promise<readonly Diagnostic[]> {
  for (;;) {
    try {
      return await client.diagnostics(uri)
    } catch (error) {
      if ((error as { data?: { retriggerRequest?: boolean } }).data?.retriggerRequest !== true) throw error
    }
  }
}

/** Editors are shown long messages in part, with what is invisible written out. */
const beginningOf = (message: string): string => visible(message.split('\n')[0] ?? '').slice(0, 120)

const lineOf = ({ range: { start, end }, severity, code, message }: Omit<Diagnostic, 'data'>): string =>
  `${code} ${severity} ${start.line}:${start.character}-${end.line}:${end.character} ${beginningOf(typeof message === 'string' ? message : message.value)}`

function zeroed(range: Range | undefined): Diagnostic['range'] {
  const { start, end } = range ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  }
}

/** A server that is shown broken texts lives on, and shows in the end what a run prints of the last one. */
export const editor: Property = {
  name: 'editor',
  input: 'text',
  ways: VARIANTS,
  weight: 2,
  async check({ name, content, variant }) {
    const text = textOf(content)
    // what is no text in a file is one in an editor
    if (text.includes('\0') || /\p{Cs}/u.test(text)) return undefined
    const random = new Random(variant + 1)
    const client = await new Client({
      folders: [FOLDER],
      initializationOptions: { settings: { presets: ['strict'], workspace: false } },
      options: {
        conformance,
        workingDirectory: FOLDER,
        today: () => '2026-01-01',
        descriptions: async () => [],
      },
    }).start()
    try {
      const uri = await client.open(FOLDER + name, mutateText(text, text, 1, random, 300_000))
      for (let nth = 0; nth < 3; nth += 1) {
        if (random.chance(0.7)) await diagnosticsOf(client, uri)
        await client.change(uri, mutateText(text, text, 1 + random.below(2), random, 300_000))
      }
      await client.change(uri, text)
      const shown = async () => (await diagnosticsOf(client, uri)).map(lineOf).sort()
      const atOnce = await shown()
      const { report } = await judge({ [name]: text })
      // while a text is broken, the findings from before stay; and what is no description, nobody has named there
      if (report.documents.length === 0 || report.problems.some(({ code }) => UNREAD.has(code)))
        return undefined
      const told = [
        ...report.findings.map((each) => ({ ...each, code: each.ruleId })),
        ...report.problems,
        ...report.notices.filter(({ file }) => file !== undefined),
      ]
      const printed = told.map(({ range, severity, code, message }) =>
        lineOf({ range: zeroed(range), severity: SEVERITIES[severity], code, message }),
      )
      printed.sort()
      if (!differenceOf('editor', printed, atOnce)) return undefined
      // of a large text, what stands far from the change is known once typing rests
      await new Promise((done) => setTimeout(done, RESTING_MS))
      return differenceOf('editor', printed, await shown())
    } catch (error) {
      return fault('editor', `the server is gone: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      await client.stop()
    }
  },
}
