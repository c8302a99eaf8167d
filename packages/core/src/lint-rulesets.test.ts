import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigurationFailure, type LintRequest, lintWithSources } from './lint.ts'
import { defineRule, type Registry, type Rule } from './policy/rule.ts'
import { exitCode } from './report/exit-code.ts'
import type { Report } from './report/report.ts'
import { toSarif } from './report/sarif.ts'
import { toText } from './report/text.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'
import { fakeEngine } from './ruleset-engine.test-kit.ts'

const rule = defineRule({
  id: 'no-call',
  title: 'Something can be called.',
  why: 'Because.',
  fix: 'Do not.',
  presets: { recommended: 'error' },
  formats: ['oas3'],
  references: { owasp: [], cwe: [], controls: [] },
  select: 'operation',
  check(operation, { report }) {
    report({ at: operation.node, message: `\`${operation.label}\` can be called.` })
  },
  examples: { bad: [], good: [] },
}) as Rule

const registry: Registry = {
  rules: [{ rule, category: 'a' }],
  presets: [{ name: 'recommended', rules: { 'no-call': 'error' } }],
}

const API = `openapi: 3.1.0
info:
  x-odd: 1
paths:
  /users:
    get:
      x-odd: 1
`

const RULESET = `rules:
  no-odd:
    key: x-odd
    severity: warn
`

type Files = Readonly<Record<string, string>>

async function run(files: Files, more: Partial<LintRequest> = {}) {
  const engine = fakeEngine()
  const result = await lintWithSources(
    {
      documents: [{ uri: `${ROOT}api.yaml`, named: true }],
      registry,
      version: '1',
      workingDirectory: ROOT,
      rulesetEngine: async () => engine,
      ...more,
    },
    {
      ...memoryHost({ '.git': '', 'api.yaml': API, ...files }),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
    },
  )
  return { ...result, engine }
}

async function errors(files: Files, more: Partial<LintRequest> = {}): Promise<readonly string[]> {
  try {
    await run(files, more)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    return error.errors.map(({ uri, line, message }) => `${uri?.slice(ROOT.length)}:${line} ${message}`)
  }
}

/** Findings as `severity rule line`. */
function found({ findings }: Report): readonly string[] {
  return findings.map((each) => `${each.severity} ${each.ruleId} ${each.range.start.line}`)
}

const NAMED = { rulesets: [`${ROOT}rules.yaml`] }

describe('a ruleset that is named for the run', () => {
  const files = { 'rules.yaml': RULESET }

  it('is all that is run', async () => {
    const { report } = await run({ ...files, 'specward.yaml': 'rules: { no-call: warn }\n' }, NAMED)
    expect(found(report)).toEqual(['warn no-odd 3', 'warn no-odd 7'])
    expect(report.policy.sources).toEqual(['rules.yaml'])
  })

  it('is run beside ours where a preset is named as well', async () => {
    const { report } = await run(files, { ...NAMED, presets: ['recommended'] })
    expect(found(report)).toEqual(['warn no-odd 3', 'error no-call 6', 'warn no-odd 7'])
    expect(report.policy.sources).toEqual(['specward:recommended', 'rules.yaml'])
  })

  it('keeps what specward.yaml says of hosts, problems and the gate', async () => {
    const config = 'failOn: warn\nrefs: { allow: [a.example] }\nrules: { rule-of-another: off }\n'
    const { report, engine } = await run({ ...files, 'specward.yaml': config }, NAMED)
    expect(report.gate).toEqual({ failOn: 'warn', failed: true })
    expect(engine.requests[0]?.hosts).toEqual(['a.example'])
    expect(report.policy.sources).toEqual(['rules.yaml', 'specward.yaml'])
  })

  it('leaves no room for the one that lies near the document', async () => {
    const { report } = await run({ ...files, '.spectral.yaml': 'rules: { no-get: { key: get } }\n' }, NAMED)
    expect(found(report)).toEqual(['warn no-odd 3', 'warn no-odd 7'])
  })

  it('judges what is no API description', async () => {
    const { report } = await run({ ...files, 'api.yaml': 'workflow: 1\nx-odd: 1\n' }, NAMED)
    expect(found(report)).toEqual(['warn no-odd 2'])
    expect([report.complete, report.documents[0]?.format]).toEqual([true, 'workflow'])
  })

  it('leaves a problem where none of its rules is for what is no API description', async () => {
    const rules = 'rules: { no-odd: { key: x-odd, formats: [openapi] } }\n'
    const { report } = await run({ 'rules.yaml': rules, 'api.yaml': 'workflow: 1\nx-odd: 1\n' }, NAMED)
    expect(report.problems.map(({ code }) => code)).toEqual(['nothing-judged'])
    expect(exitCode(report)).toBe(3)
  })

  it('says its word about a text that cannot be read, which stays a problem', async () => {
    const { report } = await run({ ...files, 'api.yaml': 'openapi: 3.1.0\npaths: {' }, NAMED)
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['parser'])
    expect(report.problems.map(({ code }) => code)).toEqual(['syntax-error'])
  })

  it('has nothing to say of a text that would take it for ever to read, nor is it handed to it', async () => {
    const lists = Array.from({ length: 12 }, (_, index) => {
      const items =
        index === 0
          ? 'x-odd'
          : Array(10)
              .fill(`*l${index - 1}`)
              .join(', ')
      return `l${index}: &l${index} [${items}]\n`
    })
    const rules = 'rules: { no-odd: { key: x-odd, reads: true } }\n'
    const bomb = { 'rules.yaml': rules, 'bomb.yaml': lists.join('') }
    const direct = await run({ ...bomb, 'api.yaml': `x-odd: 1\n${bomb['bomb.yaml']}` }, NAMED)
    expect(direct.report.findings).toEqual([])
    expect(direct.report.problems.map(({ code }) => code)).toEqual(['alias-limit'])
    const reached = await run({ ...bomb, 'api.yaml': `workflow: 1\nx-odd: ${ROOT}bomb.yaml\n` }, NAMED)
    expect(reached.report.problems.map(({ code }) => code)).toContain('alias-limit')
    expect(exitCode(reached.report)).toBe(3)
  })

  it('loses its findings alone where the engine fails', async () => {
    const { report } = await run(
      { 'rules.yaml': 'rules: { no-odd: { key: x-odd, throws: true } }\n' },
      { ...NAMED, presets: ['recommended'] },
    )
    expect(found(report)).toEqual(['error no-call 6'])
    expect(report.problems.map(({ code }) => code)).toEqual(['internal-error'])
  })
})

describe('a ruleset near the document', () => {
  it('is added to the policy, and told of', async () => {
    const { report } = await run({ '.spectral.yaml': RULESET })
    expect(found(report)).toEqual(['warn no-odd 3', 'error no-call 6', 'warn no-odd 7'])
    expect(report.policy).toMatchObject({
      sources: ['specward:recommended', '.spectral.yaml'],
      discovered: ['.spectral.yaml'],
    })
    const text = toText(report, {
      color: false,
      quiet: false,
      sources: () => undefined,
      rules: () => undefined,
    })
    expect(text).toContain('.spectral.yaml was found and is part of the policy')
  })

  it('is the nearest one above the document, whatever folder the configuration is in', async () => {
    const files = {
      'specward.yaml': '',
      '.spectral.yaml': 'rules: { no-get: { key: get } }\n',
      'apis/.spectral.json': '{ "rules": { "no-odd": { "key": "x-odd" } } }',
      'apis/v1/api.yaml': API,
    }
    const documents = [{ uri: `${ROOT}apis/v1/api.yaml`, named: true }]
    const { report } = await run(files, { documents })
    expect(report.policy.discovered).toEqual(['apis/.spectral.json'])
  })

  it('does not bring in the engine where there is none', async () => {
    const { engine } = await run({})
    expect(engine.requests).toEqual([])
  })

  it('may run no code, unless that is allowed', async () => {
    const files = { '.spectral.js': '{}' }
    const { report } = await run(files)
    expect([exitCode(report), report.problems.length]).toEqual([3, 1])
    expect((await run(files, { allowScripts: true })).report.problems).toEqual([])
  })
})

describe('a ruleset that specward.yaml extends', () => {
  it.each([
    ['by its name', './house.spectral.yaml'],
    ['by its content', './house.yaml'],
  ])('is told from a configuration of ours %s', async (_, name) => {
    const files = { [name.slice(2)]: RULESET, 'specward.yaml': `extends: [specward:recommended, ${name}]\n` }
    const { report } = await run({ ...files, [name.slice(2)]: RULESET.replace('key:', 'given: $\n    key:') })
    expect(found(report)).toEqual(['warn no-odd 3', 'error no-call 6', 'warn no-odd 7'])
  })

  it('is read once where it lies near the document as well', async () => {
    const { engine } = await run({
      '.spectral.yaml': RULESET,
      'specward.yaml': 'extends: [./.spectral.yaml]\n',
    })
    expect(engine.requests[0]?.rulesets).toMatchObject([{ name: `${ROOT}.spectral.yaml`, by: 'extended' }])
  })

  it('may be built in, at a URL, or have its rules chosen', async () => {
    const { engine } = await run({
      'specward.yaml': 'extends: [spectral:oas, https://a.example/r.yaml, [spectral:asyncapi, all]]\n',
    })
    expect(engine.requests[0]?.rulesets).toMatchObject([
      { name: 'spectral:oas', by: 'extended' },
      { name: 'https://a.example/r.yaml', by: 'extended' },
      { definition: { extends: [['spectral:asyncapi', 'all']] } },
    ])
  })

  it('is told with its line where its list is wrong', async () => {
    expect(await errors({ 'specward.yaml': 'extends:\n  - [spectral:oas, some]\n' })).toEqual([
      'specward.yaml:2 A list in `extends` takes two texts: the name of a Spectral ruleset, then `all`, `recommended` or `off`.',
    ])
  })
})

describe('settings for rules of a ruleset', () => {
  const files = { '.spectral.yaml': RULESET }
  const config = (text: string) => ({ ...files, 'specward.yaml': text })

  it('give them another severity', async () => {
    const { report } = await run(config('extends: []\nrules: { no-odd: error }\n'))
    expect(found(report)).toEqual(['error no-odd 3', 'error no-odd 7'])
  })

  it('turn them off', async () => {
    const { report } = await run(config('rules: { no-odd: off }\n'))
    expect(found(report)).toEqual(['error no-call 6'])
    expect(report.rules.map(({ id }) => id)).toEqual(['no-call'])
  })

  it('hold for some files alone', async () => {
    const off = 'extends: []\noverrides: [{ files: ["other.yaml"], rules: { no-odd: off } }]\n'
    expect(found((await run(config(off))).report)).toHaveLength(2)
    expect(found((await run(config(off.replace('other', 'api')))).report)).toEqual([])
  })

  it('hold for some places alone', async () => {
    const text = 'extends: []\noverrides: [{ pointers: [/paths], rules: { no-odd: hint } }]\n'
    expect(found((await run(config(text))).report)).toEqual(['warn no-odd 3', 'hint no-odd 7'])
  })

  it('are refused with the nearest name where the rule is not known', async () => {
    expect(await errors(config('rules: { no-od: off }\n'))).toEqual([
      'specward.yaml:1 Unknown rule `no-od`. Did you mean `no-odd`?',
    ])
  })

  it('can be locked by the file that extends the ruleset', async () => {
    const locked = {
      'base.yaml': 'extends: [./house.spectral.yaml]\nlocked: { rules: [no-odd] }\n',
      'house.spectral.yaml': RULESET,
      'specward.yaml': 'extends: [./base.yaml]\nrules: { no-odd: off }\n',
    }
    expect((await errors(locked))[0]).toContain(
      'specward.yaml:2 `no-odd` cannot be `off` here: it is locked at `warn`',
    )
  })

  it('change the digest of the policy', async () => {
    const digests = await Promise.all(
      ['', 'rules: { no-odd: error }\n'].map(async (text) => (await run(config(text))).report.policy.digest),
    )
    expect(new Set(digests).size).toBe(2)
  })
})

describe('a ruleset that cannot be used', () => {
  it('ends the run with what the engine says', async () => {
    const extended = { 'broken.yaml': 'formats: [oas3]\n', 'specward.yaml': 'extends: [./broken.yaml]\n' }
    expect(await errors(extended)).toEqual(['broken.yaml:1 This ruleset is broken.'])
  })

  it('defines no rule that is there already', async () => {
    expect(await errors({ '.spectral.yaml': 'rules:\n  no-call: { key: x }\n' })).toEqual([
      '.spectral.yaml:2 The rule `no-call` is defined twice: in this ruleset and by Specward. Give it another name.',
    ])
  })
})

describe('a finding of a ruleset', () => {
  it('has the operation that it lies in, and a fingerprint that survives a move', async () => {
    const { report } = await run({ 'rules.yaml': RULESET }, NAMED)
    const moved = API.replace('info:', 'tags: []\ninfo:')
    const after = (await run({ 'rules.yaml': RULESET, 'api.yaml': moved }, NAMED)).report
    expect(report.findings.map(({ operations }) => operations)).toEqual([[], ['GET /users']])
    expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      report.findings.map(({ fingerprint }) => fingerprint),
    )
  })

  it('has a fingerprint of its own where one rule says several things about one place', async () => {
    const { report } = await run({ 'rules.yaml': 'rules: { no-odd: { key: x-odd, times: 3 } }\n' }, NAMED)
    const fingerprints = report.findings.map(({ fingerprint }) => fingerprint)
    expect([fingerprints.length, new Set(fingerprints).size]).toEqual([6, 6])
  })

  it('leads to the documentation of its rule', async () => {
    const text =
      'rules: { no-odd: { key: x-odd, description: No odd ones., documentationUrl: "https://a.example/odd" } }\n'
    const { report, ruleInfo } = await run({ 'rules.yaml': text }, NAMED)
    expect(report.findings[0]?.docs).toBe('https://a.example/odd')
    const [described] = JSON.parse(toSarif(report, { rules: ruleInfo, prefix: '' })).runs[0].tool.driver.rules
    expect(described).toMatchObject({
      id: 'no-odd',
      helpUri: 'https://a.example/odd',
      shortDescription: { text: 'No odd ones.' },
    })
    const options = { color: false, quiet: false, sources: () => undefined, rules: ruleInfo }
    expect(toText(report, options)).toContain('see  https://a.example/odd')
  })
})

describe('what a ruleset reads', () => {
  const reading = { 'rules.yaml': 'rules: { no-odd: { key: x-odd, reads: true } }\n' }
  const at = (name: string) => ({
    ...reading,
    'api.yaml': `workflow: 1\nx-odd: ${name}\n`,
    'b.yaml': 'inside',
  })
  const messages = async (files: Files) =>
    (await run(files, NAMED)).report.findings.map(({ message }) => message)

  it('lies inside of the root', async () => {
    expect(await messages(at('b.yaml'))).toEqual(['It holds inside.'])
    const { report } = await run(at('../secret.yaml'), NAMED)
    expect(report.findings[0]?.message).toContain(
      '`../secret.yaml` was not read: it leads outside of the project',
    )
    expect(report.problems.map(({ code }) => code)).toEqual(['ref-outside-root'])
  })

  it('has another name for every file that is not read', async () => {
    const texts = ['../a/out.yaml', '../b/out.yaml', 'gone.yaml'].map((name) => messages(at(name)))
    expect((await Promise.all(texts)).flat().map((text) => text.split(' ')[0])).toEqual([
      '`../a/out.yaml`',
      '`../b/out.yaml`',
      '`gone.yaml`',
    ])
  })

  it('comes from no host that is not allowed', async () => {
    const [message] = await messages(at('https://a.example/b.yaml'))
    expect(message).toContain('write `refs: { allow: [a.example] }` in specward.yaml')
  })
})

describe('the times', () => {
  it('tell which rules are not for a format, and which expressions were left to the library', async () => {
    const rules = 'rules:\n  no-odd: { key: odd }\n  no-other: { key: x, formats: [workflow] }\n'
    const { report } = await run({ 'rules.yaml': rules }, { ...NAMED, timing: true })
    expect(report.rules.find(({ id }) => id === 'no-other')?.excludes).toEqual(['api.yaml'])
    expect(report.expressions).toEqual({
      evaluated: 2,
      fallbacks: [{ expression: '$..odd', because: 'it is odd' }],
    })
    const text = toText(report, {
      color: false,
      quiet: false,
      sources: () => undefined,
      rules: () => undefined,
    })
    expect(text).toContain('Rules that are not for the format of')
    expect(text).toContain('1 expression of 2 evaluated by the original library\n  $..odd\n    it is odd\n')
  })
})
