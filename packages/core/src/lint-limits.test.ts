import { describe, expect, it } from 'vitest'
import type { Host } from './host.ts'
import { ConfigurationFailure, lint } from './lint.ts'
import { defineRule, type Registry } from './policy/rule.ts'
import type { Report } from './report/report.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'

const registry: Registry = {
  presets: [{ name: 'recommended', rules: { 'no-get': 'error' } }],
  rules: [
    {
      category: 'trial',
      rule: defineRule({
        id: 'no-get',
        title: 'A method is used.',
        why: 'Because.',
        fix: 'Do not.',
        presets: { recommended: 'error' },
        formats: ['oas3'],
        references: { owasp: [], cwe: [], controls: [] },
        select: 'operation',
        check: ({ node, method }, { report }) => {
          if (method === 'get') report({ at: node, message: 'Bad.' })
        },
        examples: { bad: [], good: [] },
      }),
    },
  ],
}

const HEAD = 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths: { /a: { get: {} } }\n'

/** Of so many operations that the clock is looked at in all stages. */
const OPERATIONS = 400
const LARGE = HEAD.replace(
  '/a: { get: {} }',
  Array.from({ length: OPERATIONS }, (_, at) => `/a${at}: { get: {} }`).join(', '),
)

function run(
  files: Readonly<Record<string, string>>,
  more: Partial<Host> = {},
  changed?: ReadonlySet<string>,
): Promise<Report> {
  const documents = [{ uri: `${ROOT}api.yaml`, named: true }]
  const host = { ...memoryHost(files), ...more }
  return lint({ documents, registry, version: '1', workingDirectory: ROOT, changed }, host)
}

async function told(...asked: Parameters<typeof run>) {
  const { problems } = await run(...asked)
  return problems.map(({ code, file, range, message }) => ({
    place: `${code} ${file}:${range?.start.line ?? 0}`,
    advice: /If that is right.*|This is the most.*/.exec(message)?.[0],
  }))
}

const nested = (depth: number): string => `${HEAD}x-a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`

describe('limits', () => {
  it('are told with what raises them', async () => {
    expect(await told({ 'api.yaml': nested(1_100) })).toEqual([
      {
        place: 'nesting-too-deep api.yaml:4',
        advice: 'If that is right, raise `limits.nesting` in specward.yaml; it may be 2,000 levels at most.',
      },
    ])
  })

  it('are raised by the policy', async () => {
    const files = { 'api.yaml': nested(1_100), 'specward.yaml': 'limits: { nesting: 1200 }\n' }
    const { problems, findings } = await run(files)
    expect(problems).toEqual([])
    expect(findings).toHaveLength(1)
  })

  it('have an end', async () => {
    const files = { 'api.yaml': nested(2_100), 'specward.yaml': 'limits: { nesting: 2000 }\n' }
    expect((await told(files))[0]?.advice).toBe('This is the most that `limits.nesting` allows.')
  })

  it.each([
    ['size', 'fileSize: 1', `${HEAD}x-a: ${'a'.repeat(1_100_000)}\n`, 'file-too-large api.yaml:0'],
    ['many values', 'fileSize: 1', `${HEAD}x-a: [${'0,'.repeat(70_000)}]\n`, 'file-too-large api.yaml:0'],
    [
      'aliases',
      'aliases: 5',
      `${HEAD}x-a: &a [${'1,'.repeat(99)}]\nx-b: [${'*a,'.repeat(99)}]\n`,
      'alias-limit api.yaml:5',
    ],
  ])('are lowered by the policy: %s', async (_, limit, text, place) => {
    const files = { 'api.yaml': text, 'specward.yaml': `limits: { ${limit} }\n` }
    expect((await told(files)).map((each) => each.place)).toEqual([place])
  })

  it('hold for the number of files, told once as an error', async () => {
    const refs = [1, 2, 3, 4].map((at) => `    S${at}: { $ref: s${at}.yaml }\n`).join('')
    const parts = [1, 2, 3, 4].map((at) => [`s${at}.yaml`, 'type: string\n'])
    const files = { 'api.yaml': `${HEAD}components:\n  schemas:\n${refs}`, ...Object.fromEntries(parts) }
    expect(await told(files)).toEqual([])
    expect(
      (await told({ ...files, 'specward.yaml': 'limits: { files: 3 }\n' })).map((each) => each.place),
    ).toEqual(['file-limit api.yaml:8'])
  })

  it('hold for references that follow one another', async () => {
    const refs = [1, 2, 3, 4]
      .map((at) => `    S${at}: { $ref: '#/components/schemas/S${at + 1}' }\n`)
      .join('')
    const text = `${HEAD}components:\n  schemas:\n${refs}    S5: { type: string }\n`
    expect(await told({ 'api.yaml': text })).toEqual([])
    expect(
      (await told({ 'api.yaml': text, 'specward.yaml': 'limits: { references: 2 }\n' })).map(
        (each) => each.place,
      ),
    ).toEqual(['reference-limit api.yaml:7'])
  })

  it('hold for the time of a description, whenever that is up', async () => {
    const files = { 'api.yaml': LARGE, 'specward.yaml': 'limits: { documentTime: 1 }\n' }
    const seen = new Set<string>()
    // its time is up at a later and later look at the clock, until it is judged in time
    let wasLate = false
    for (let inTime = 1, isLate = false; isLate || !wasLate; inTime += 1) {
      let looks = 0
      const now = () => (looks++ < inTime ? 0 : 1_500)
      const { problems, complete, findings } = await run(files, { now })
      isLate = problems.length > 0
      wasLate ||= isLate
      expect(complete).toBe(!isLate)
      if (!isLate) expect(findings).toHaveLength(OPERATIONS)
      for (const { code, file, message } of problems) {
        expect([code, file]).toEqual(['document-timeout', 'api.yaml'])
        expect(message).toContain('raise `limits.documentTime`')
        seen.add(message)
      }
      expect(inTime).toBeLessThan(500)
    }
    expect([...seen]).toEqual([
      expect.stringContaining('took longer than 1 s, so that nothing of it was judged'),
      expect.stringContaining('took longer than 1 s, so that these rules did not get through it: `no-get`'),
    ])
  })

  it.each([
    ['in any run', undefined],
    ['in a run on what has changed', new Set([`${ROOT}other.yaml`])],
  ])(
    'hold for the time in which references are followed, %s: nothing more is read then',
    async (_, changed) => {
      const files: Record<string, string> = {
        'api.yaml': `${HEAD}components: { schemas: { S: { $ref: s1.yaml } } }\n`,
        'specward.yaml': 'limits: { documentTime: 1 }\n',
      }
      for (const at of [1, 2, 3, 4]) files[`s${at}.yaml`] = `items: { $ref: s${at + 1}.yaml }\n`
      files['s5.yaml'] = 'type: string\n'
      const host = memoryHost(files)
      let clock = 0
      const read: string[] = []
      const slow: Partial<Host> = {
        now: () => clock,
        read(uri) {
          read.push(uri)
          if (uri.endsWith('/s2.yaml')) clock = 10_000
          return host.read(uri)
        },
      }
      const problems = await told(files, slow, changed)
      expect(problems.map(({ place }) => place)).toEqual(['document-timeout api.yaml:0'])
      expect(read.filter((uri) => /s\d/.test(uri)).map((uri) => uri.slice(ROOT.length))).toEqual([
        's1.yaml',
        's2.yaml',
      ])
    },
  )

  it.each([
    ['nesting: 0', 'a whole number from 1 to 2,000 (levels)'],
    ['nesting: 2001', 'a whole number from 1 to 2,000 (levels)'],
    ['fileSize: 1.5', 'a whole number from 1 to 256 (MB)'],
    ['ruleTime: never', 'a whole number from 1 to 60 (s)'],
    ['depth: 1', 'Unknown key `depth`'],
  ])('are refused where they are none: %s', async (limit, words) => {
    const failure = run({ 'api.yaml': HEAD, 'specward.yaml': `limits: { ${limit} }\n` })
    await expect(failure).rejects.toThrow(ConfigurationFailure)
    const { errors } = (await failure.catch((error: ConfigurationFailure) => error)) as ConfigurationFailure
    expect(errors).toMatchObject([{ line: 1, message: expect.stringContaining(words) }])
  })

  it('are part of what the policy is known by', async () => {
    const plain = await run({ 'api.yaml': HEAD, 'specward.yaml': '{}\n' })
    const raised = await run(
      { 'api.yaml': HEAD, 'specward.yaml': 'limits: { files: 9 }\n' },
      { sha256: (text) => String(text) },
    )
    expect(raised.policy.digest).toContain('"limits":{"files":9}')
    expect(plain.policy.digest).not.toBe(raised.policy.digest)
  })
})
