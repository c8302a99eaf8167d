import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createConformanceChecker } from '@specward/conformance'
import {
  createMemory,
  expectEdits,
  type LintRequest,
  lintEdited,
  lintWithSources,
  type Report,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const FOLDER = 'file:///project/'
const secure = new URL('secure/', import.meta.url)
const RUNS = Number(process.env.SPECWARD_RUNS ?? 8)
const SEED = Number(process.env.SPECWARD_SEED ?? 8)

/** A folder of texts that somebody edits, judged by all rules with and without what is remembered. */
class Desk {
  readonly files: Map<string, string>
  /** Checks of conformance for edits on trial. */
  checks = 0
  readonly #entry: string
  readonly #memory = createMemory()
  readonly #conformance = createConformanceChecker()

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map([...Object.entries(files), ['specward.yaml', 'extends: [specward:strict]\n']])
    this.#entry = Object.keys(files)[0] ?? ''
  }

  async fresh(): Promise<Report> {
    return (await lintWithSources(this.#request({}), this.#host)).report
  }

  async remembered(): Promise<Report> {
    return (await lintWithSources(this.#request({ memory: this.#memory }), this.#host)).report
  }

  async edited(): Promise<Report | undefined> {
    return (await lintEdited(this.#request({ memory: this.#memory }), this.#host, 0))?.report
  }

  expectEdits(signal?: { readonly aborted: boolean }): Promise<void> {
    const conformance = {
      check: async () => {
        this.checks += 1
        return { violations: [], unread: [] }
      },
    }
    return expectEdits(this.#request({ memory: this.#memory, conformance, signal }), this.#host, 0)
  }

  #request(more: Partial<LintRequest>): LintRequest {
    return {
      documents: [{ uri: FOLDER + this.#entry, named: true }],
      registry,
      conformance: this.#conformance,
      version: '0',
      today: '2026-01-01',
      workingDirectory: FOLDER,
      keep: true,
      ...more,
    }
  }

  get #host() {
    return {
      read: async (uri: string) => {
        const text = this.files.get(uri.slice(FOLDER.length))
        return text === undefined ? ({ error: 'not-found', detail: 'no such file' } as const) : { text }
      },
      exists: async (uri: string) => this.files.has(uri.slice(FOLDER.length)),
      sha256: (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex'),
      now: () => 0,
    }
  }
}

interface Edit {
  readonly at: number
  readonly what: number
}

const edit = fc.record<Edit>({ at: fc.nat(9_999), what: fc.nat(99) })

/** Lines that change what is found. */
const LINES = [
  ...[
    'type: string',
    'password:',
    'description: token ghp_0123456789abcdefghijklmnopqrstuvwxyzAB',
    'security: []',
  ],
  ...[
    'format: password',
    'maxLength: 10',
    "pattern: '(a+)+$'",
    "$ref: '#/components/schemas/Nothing'",
    '# remark',
  ],
]

/** One change of a text as people make it: a word, a line more, a line less, another value. */
function changed(text: string, { at, what }: Edit): string {
  const lines = text.split('\n')
  const index = Math.floor((at / 10_000) * lines.length)
  const line = lines[index] ?? ''
  const indentation = /^[ -]*/.exec(line)?.[0].replaceAll('-', ' ') ?? ''
  const kind = what % 5
  if (kind === 0) lines[index] = `${line}${/[\w.]$/.test(line) ? ' more' : ''}`
  else if (kind === 1) lines.splice(index, 0, indentation + (LINES[what % LINES.length] ?? ''))
  else if (kind === 2) lines.splice(index, 1)
  else if (kind === 3) lines[index] = line.replace(/: [\w./]+$/, ': integer')
  else lines[index] = line.replace(/\w/, 'x')
  return lines.join('\n')
}

/** What an editor shows. */
function shown({ findings, problems, notices }: Report): readonly string[] {
  const told = findings.map(({ ruleId, file, range, message, severity, suppressed, isNew }) =>
    JSON.stringify({ ruleId, file, range, message, severity, suppressed, isNew }),
  )
  return [...told, ...[...problems, ...notices].map((each) => JSON.stringify(each))].sort()
}

async function replay(files: Readonly<Record<string, string>>, edits: readonly Edit[]) {
  const desk = new Desk(files)
  const [name = ''] = Object.keys(files)
  await desk.remembered()
  const counts = { quick: 0, wrong: 0 }
  for (const each of edits) {
    const before = desk.files.get(name) ?? ''
    desk.files.set(name, changed(before, each))
    const fresh = await desk.fresh()
    const quick = await desk.edited()
    if (quick) counts.quick += 1
    if (quick && shown(quick).join() !== shown(fresh).join()) counts.wrong += 1
    expect(JSON.stringify(await desk.remembered()), JSON.stringify(each)).toBe(JSON.stringify(fresh))
    // somebody who breaks a text mends it
    if (fresh.documents.length === 0) desk.files.set(name, before)
  }
  return counts
}

async function check(files: Readonly<Record<string, string>>, runs: number) {
  const sum = { quick: 0, wrong: 0 }
  const property = fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 8 }), async (edits) => {
    const { quick, wrong } = await replay(files, edits)
    sum.quick += quick
    sum.wrong += wrong
  })
  await fc.assert(property, { seed: SEED, numRuns: runs })
  return sum
}

describe('a run that remembers earlier ones', () => {
  const names = readdirSync(secure).sort()
  const sums: { quick: number; wrong: number }[] = []

  it.each(names)(
    'says of %s, after any edits, what a run says that remembers nothing',
    { timeout: 120_000 },
    async (name) => {
      sums.push(await check({ [name]: readFileSync(new URL(name, secure), 'utf8') }, RUNS))
    },
  )

  it('is foreseen by a look at what was edited, in nearly all cases', () => {
    const quick = sums.reduce((sum, each) => sum + each.quick, 0)
    const wrong = sums.reduce((sum, each) => sum + each.wrong, 0)
    expect(quick).toBeGreaterThan(names.length)
    expect(wrong / quick).toBeLessThan(0.2)
  })

  it('is asked for again after a hundred such looks, so that these do not pile up', {
    timeout: 120_000,
  }, async () => {
    const name = 'openapi-3.1.yaml'
    const text = readFileSync(new URL(name, secure), 'utf8')
    const desk = new Desk({ [name]: text })
    const [, description = ''] = /\n {2,}responses:[\s\S]*?(description: .*)/.exec(text) ?? []
    const type = async (index: number): Promise<boolean> => {
      desk.files.set(name, text.replace(description, `description: Draft ${index}`))
      return (await desk.edited()) !== undefined
    }
    await desk.remembered()
    const answers: boolean[] = []
    for (let index = 0; index < 101; index += 1) answers.push(await type(index))
    expect(answers.indexOf(false)).toBe(100)
    await desk.remembered()
    expect(await type(101)).toBe(true)
  })

  it('is foreseen to the byte of a text that cannot be read, by a look at that text alone', async () => {
    const name = 'openapi-3.1.yaml'
    const text = readFileSync(new URL(name, secure), 'utf8')
    const desk = new Desk({ [name]: text })
    await desk.remembered()
    desk.files.set(name, text.replace('description: ', 'description: "'))
    const edited = await desk.edited()
    expect(edited?.problems[0]).toMatchObject({ code: 'syntax-error' })
    expect(JSON.stringify(edited)).toBe(JSON.stringify(await desk.fresh()))
    desk.files.set(name, text.replace('description: ', 'description: New '))
    expect(shown((await desk.edited()) as Report)).toEqual(shown(await desk.fresh()))
  })

  it('is right about a key that stands twice, or no longer, with the same value', async () => {
    const name = 'openapi-3.1.yaml'
    const text = readFileSync(new URL(name, secure), 'utf8')
    const twice = text.replace(/^( +description: .*\n)/m, '$1$1')
    const more = text.replace(/description: (?![\s\S]*description: )/, 'description: New ')
    const desk = new Desk({ [name]: text })
    for (const [before, after] of [
      [text, twice],
      [twice, text],
      [twice, more],
      [more, twice],
    ] as const) {
      desk.files.set(name, before)
      await desk.remembered()
      desk.files.set(name, after)
      const told = (await desk.edited()) ?? (await desk.remembered())
      expect(shown(told)).toEqual(shown(await desk.fresh()))
    }
  })

  it('answers as before after edits on trial, which can be ended', async () => {
    const name = 'openapi-3.1.yaml'
    const text = readFileSync(new URL(name, secure), 'utf8')
    const desk = new Desk({ [name]: text })
    await desk.expectEdits()
    expect(desk.checks).toBe(0)
    await desk.remembered()
    await desk.expectEdits()
    expect(desk.checks).toBeGreaterThan(4)
    expect(JSON.stringify(await desk.edited())).toBe(JSON.stringify(await desk.fresh()))
    desk.files.set(name, text.replace('description: ', 'description: New '))
    expect(shown((await desk.edited()) as Report)).toEqual(shown(await desk.fresh()))
    await expect(desk.expectEdits({ aborted: true })).rejects.toThrow('cancelled')
  })

  it('says the same of a description over several files, whichever of them is edited', {
    timeout: 120_000,
  }, async () => {
    const openapi = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths:\n  /a:\n    $ref: 'item.yaml'\n"
    const item = 'get:\n  responses:\n    200:\n      description: ok\n'
    const desk = new Desk({ 'a.yaml': openapi, 'item.yaml': item })
    await desk.remembered()
    for (const [name, text] of [
      ['item.yaml', item.replace('get', 'delete')],
      ['a.yaml', openapi.replace('/a:', '/b:')],
      ['item.yaml', `${item}delete: [`],
      ['item.yaml', item],
    ] as const) {
      desk.files.set(name, text)
      expect(JSON.stringify(await desk.remembered())).toBe(JSON.stringify(await desk.fresh()))
    }
  })
})

const CORPUS = new URL('../../shared/corpus/', import.meta.url)

describe.skipIf(!existsSync(CORPUS))('on descriptions of the corpus (../shared/corpus)', () => {
  it('a run that remembers earlier ones says what one says that remembers nothing', {
    timeout: 300_000,
  }, async () => {
    const names = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const { size } = statSync(new URL(name, CORPUS))
      return /\.ya?ml$/.test(name) && size > 5_000 && size < 60_000
    })
    for (const name of names.sort().filter((_, index) => index % 60 === 0)) {
      const text = readFileSync(new URL(name, CORPUS), 'utf8')
      await check({ [name.replace(/^.*\//, '')]: text }, 2)
    }
  })
})
