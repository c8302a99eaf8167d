import { readFileSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseSource } from '@specward/core'
import { describe, expect, it } from 'vitest'

import { createSpectralEngine, type EngineOptions } from '../index.ts'
import { judgeByCore } from './core-run.test-kit.ts'
import { ENGINE } from './load.ts'
import {
  ADVICE,
  diskHost,
  errorsOf,
  folderWith,
  good,
  HOME,
  judge,
  type Loading,
  load,
  loadBy,
  loadWell,
  memoryHost,
} from './ruleset.test-kit.ts'

const TITLE = `rules:
  title-ends:
    description: A title ends.
    message: "{{property}}: {{error}}"
    given: $.info
    severity: error
    then: { field: title, function: pattern, functionOptions: { match: "!$" } }
`
const DOCUMENT = 'openapi: 3.1.0\ninfo:\n  title: Hello\n  version: "1"\npaths: {}\n'

/** Loads a file of a folder on disk, where Spectral is installed. */
async function loadFolder(files: Readonly<Record<string, string>>, name: string, options: Loading = {}) {
  const folder = folderWith(files)
  const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
  symlinkSync(modules, fileURLToPath(`${folder}node_modules`))
  const uri = name.startsWith('./') ? new URL(name, folder).href : name
  const { loaded } = await loadBy(
    { name: uri, base: folder, by: options.by ?? 'named' },
    diskHost(),
    folder,
    options,
  )
  return { loaded, folder }
}

describe('A Spectral ruleset', () => {
  it('finds what it finds, at the place where it is', async () => {
    const loaded = await loadWell({ '.spectral.yaml': TITLE })
    const { findings, problems } = await judge(loaded, DOCUMENT)
    expect(problems).toEqual([])
    expect(findings).toEqual([
      {
        ruleId: 'title-ends',
        severity: 'error',
        message: 'title: "Hello" must match the pattern "!$"',
        uri: 'file:///policy/openapi.yaml',
        path: ['info', 'title'],
        range: { start: { line: 3, column: 10 }, end: { line: 3, column: 15 } },
        documentationUrl: undefined,
      },
    ])
  })

  it('names the files of a document as that is named', async () => {
    const loaded = await loadWell({ '.spectral.yaml': TITLE })
    const folder = 'file:///policy/%5Bid%5D;1/'
    const uri = `${folder}openapi.yaml`
    const text = 'openapi: 3.1.0\ninfo: { $ref: "info.yaml#/a" }\n'
    const read: string[] = []
    const { findings } = await loaded.judge(
      { uri, text, file: await parseSource(uri, text) },
      {
        async read(asked) {
          read.push(asked)
          return { text: 'a: { title: Hello }\n' }
        },
        now: () => 0,
        budgetMs: 1000,
      },
    )
    expect(read).toEqual([`${folder}info.yaml`])
    expect(findings.map(({ uri: found }) => found)).toEqual([`${folder}info.yaml`])
    expect((await judge(loaded, DOCUMENT, uri)).findings.map(({ uri: found }) => found)).toEqual([uri])
  })

  it('tells of its rules, with the place where each is defined', async () => {
    const { rules, sources } = await loadWell({
      '.spectral.yaml': `extends: [[./base.yaml, off]]\nformats: [oas3.1]\nrules:\n  a: warn\n  b: { given: [$, $.b], tags: [x], then: { function: truthy } }\n`,
      'base.yaml': `documentationUrl: https://example.com/base\nrules:\n  a:\n    given: $\n    then: { function: truthy }\n  c:\n    given: $\n    then: { function: truthy }\n`,
    })
    expect(sources).toEqual([`${HOME}.spectral.yaml`, `${HOME}base.yaml`])
    expect(rules.map(({ id, severity, formats, source }) => ({ id, severity, formats, source }))).toEqual([
      { id: 'a', severity: 'warn', formats: [], source: `${HOME}base.yaml` },
      { id: 'b', severity: 'warn', formats: ['oas3_1'], source: `${HOME}.spectral.yaml` },
    ])
    expect(rules[0]).toMatchObject({ documentationUrl: 'https://example.com/base#a', given: ['$'] })
    expect(rules[1]).toMatchObject({ given: ['$', '$.b'], tags: ['x'], at: { uri: `${HOME}.spectral.yaml` } })
  })

  it('may be one of those that are built in', async () => {
    const { loaded } = await loadBy({ name: 'spectral:oas', base: HOME, by: 'named' }, memoryHost({}), HOME)
    const { findings, formats } = await judge(good(loaded), DOCUMENT)
    expect(formats).toEqual(['oas3', 'oas3_1'])
    expect(findings.map(({ ruleId }) => ruleId)).toContain('info-contact')
    expect(good(loaded).rules.find(({ id }) => id === 'info-contact')).toMatchObject({
      source: 'spectral:oas',
      at: undefined,
    })
  })

  it('finds what spectral-core finds', async () => {
    const found = async (options: EngineOptions) => {
      const request = {
        host: memoryHost({ [`${HOME}r.yaml`]: RULESET }),
        root: HOME,
        within: () => memoryHost({}),
        workingDirectory: HOME,
        hosts: [],
        allowScripts: false,
        scriptAdvice: ADVICE,
      }
      const rulesets = [{ name: `${HOME}r.yaml`, base: HOME, by: 'named' as const }]
      const loaded = good(await createSpectralEngine(options).load({ ...request, rulesets }))
      return (
        await judge(
          loaded,
          `${DOCUMENT}tags: [{ name: b }, { name: a }]\nservers: [{ url: /x/ }]\na: { $ref: ./no.yaml }\n`,
        )
      ).findings
    }
    const RULESET = `extends: [[spectral:oas, all]]\nrules:\n  own: { given: $..url, severity: hint, message: "{{path}} {{value}}", then: { function: falsy } }\n`
    const ours = await found({})
    expect(ours.map(({ ruleId }) => ruleId)).toContain('own')
    expect(ours).toEqual(await found({ judge: judgeByCore }))
  })

  it('may be written in another file, which its lines point into', async () => {
    const text = 'policy: 1\nspectral:\n  rules:\n    a:\n      given: $\n      then: { function: patern }\n'
    const { parseSource } = await import('@specward/core')
    const file = await parseSource(`${HOME}specward.yaml`, text)
    const definition = { rules: { a: { given: '$', then: { function: 'patern' } } } }
    const { loaded } = await loadBy({ definition, file, path: ['spectral'] }, memoryHost({}), HOME)
    expect(loaded).toMatchObject({ errors: [{ line: 6, column: 25, uri: `${HOME}specward.yaml` }] })
  })

  it('is read from a URL that was named, and not from others', async () => {
    const files = { 'https://example.com/a': 'extends: ./b.yaml\n', 'https://example.com/b.yaml': TITLE }
    const reference = { name: 'https://example.com/a', base: HOME, by: 'named' as const }
    const refused = await loadBy(reference, memoryHost(files), HOME)
    expect(refused.loaded).toMatchObject({
      errors: [{ message: expect.stringContaining('may not be read from the network'), line: 1, column: 10 }],
    })
    const { loaded } = await loadBy(reference, memoryHost(files), HOME, { hosts: ['example.com'] })
    expect(good(loaded).rules).toHaveLength(1)
  })

  it('may extend itself over others, which Spectral passes over', async () => {
    const loaded = await loadWell({
      '.spectral.yaml': `extends: ./b.yaml\n${TITLE}`,
      'b.yaml': 'extends: ./.spectral.yaml\n',
    })
    expect(loaded.rules.map(({ id }) => id)).toEqual(['title-ends'])
  })

  it('has another digest when anything of it changes', async () => {
    const one = await loadWell({ '.spectral.yaml': 'extends: ./b.yaml\n', 'b.yaml': TITLE })
    const same = await loadWell({ '.spectral.yaml': 'extends: ./b.yaml\n', 'b.yaml': TITLE })
    const other = await loadWell({
      '.spectral.yaml': 'extends: ./b.yaml\n',
      'b.yaml': TITLE.replace('!', '?'),
    })
    expect(one.digest).toBe(same.digest)
    expect(one.digest).not.toBe(other.digest)
  })

  it('tells which rules do not apply to a document', async () => {
    const loaded = await loadWell({
      '.spectral.yaml':
        'rules:\n  a: { given: $, formats: [oas2, oas3.0], then: { function: truthy } }\n  b: { given: $, then: { function: truthy } }\n',
    })
    const { rules } = await judge(loaded, DOCUMENT)
    expect(rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'a', judged: 0, ms: expect.any(Number), excluded: ['oas2', 'oas3_0'] },
      { id: 'b', judged: 1, ms: expect.any(Number) },
    ])
  })

  it('tells of overrides of a rule that it does not have, where they apply', async () => {
    const loaded = await loadWell({
      '.spectral.yaml': `${TITLE}overrides:\n  - files: ["old/**"]\n    rules:\n      title-end: off\n`,
    })
    expect((await judge(loaded, DOCUMENT)).problems).toEqual([])
    const { problems } = await judge(loaded, DOCUMENT, `${HOME}old/openapi.yaml`)
    expect(problems).toMatchObject([
      { code: 'rule-failed', uri: `${HOME}.spectral.yaml`, message: expect.stringContaining('title-end') },
    ])
  })
})

describe('A key of `then` that means nothing', () => {
  it('is told of, because the rule asks something else than was meant', async () => {
    const loaded = await loadWell({
      '.spectral.yaml':
        'rules:\n  a:\n    given: $.info\n    then:\n      - { function: truthy, x-why: it counts }\n      - { function: truthy, feild: title }\n',
    })
    await judge(loaded, DOCUMENT)
    const [notice, ...more] = loaded.finish()
    expect([notice, more]).toMatchObject([{ code: 'key-ignored', severity: 'warn' }, []])
    expect(notice?.message).toBe(
      'The rule `a` ignores `feild`: `then` has no such key. Did you mean `field`?',
    )
    const [file] = loaded.files
    expect(notice?.span && file?.position(notice.span.start)).toEqual({ line: 6, column: 29 })
  })
})

describe('A schema with a reference that leads nowhere', () => {
  const noticesFor = async (schema: string) => {
    const rule = `    given: $.info\n    then: { function: schema, functionOptions: { schema: ${schema} } }\n`
    const loaded = await loadWell({ '.spectral.yaml': `rules:\n  a:\n${rule}` })
    expect((await judge(loaded, DOCUMENT)).findings).toEqual([])
    return loaded.finish()
  }

  it('is told of, because whatever there is keeps to it', async () => {
    for (const reference of ['./title.json', '#/$defs/Info']) {
      expect(
        await noticesFor(`{ properties: { title: { $ref: ${JSON.stringify(reference)} } } }`),
      ).toMatchObject([
        { code: 'schema-unresolved', severity: 'warn', message: expect.stringContaining(reference) },
      ])
    }
  })

  it('is not told of when it leads into the schema', async () => {
    const schema = '{ $ref: "#/definitions/Info", definitions: { Info: { type: object } } }'
    expect(await noticesFor(schema)).toEqual([])
  })
})

describe('A given of the author', () => {
  const given = (expression: string) =>
    `aliases: { Ops: ["$.paths[*]", "$.webhooks[*]"] }\nrules:\n  a: { given: [$.info, "${expression}"], then: { function: truthy } }\n`

  it('is told when it matches nothing in any document', async () => {
    const loaded = await loadWell({
      '.spectral.yaml': 'rules:\n  a:\n    given: $.nfo\n    then: { function: truthy }\n',
    })
    await judge(loaded, DOCUMENT)
    expect(loaded.finish()).toMatchObject([
      {
        code: 'given-unmatched',
        severity: 'info',
        uri: `${HOME}.spectral.yaml`,
        message: expect.stringContaining('`$.nfo`'),
      },
    ])
    const [notice] = loaded.finish()
    const [file] = loaded.files
    expect(notice?.span && file?.position(notice.span.start)).toEqual({ line: 3, column: 12 })
  })

  it('is not told when it matches something in one of them', async () => {
    const loaded = await loadWell({
      '.spectral.yaml': 'rules:\n  a:\n    given: $.servers\n    then: { function: truthy }\n',
    })
    await judge(loaded, DOCUMENT)
    await judge(loaded, `${DOCUMENT}servers: []\n`)
    expect(loaded.finish()).toEqual([])
  })

  it('is not told when its rule applied to no document', async () => {
    const loaded = await loadWell({
      '.spectral.yaml': 'rules:\n  a: { given: $.nfo, formats: [oas2], then: { function: truthy } }\n',
    })
    await judge(loaded, DOCUMENT)
    expect(loaded.finish()).toEqual([])
  })

  it('is not told for the rules of others', async () => {
    const { loaded } = await loadBy({ name: 'spectral:oas', base: HOME, by: 'named' }, memoryHost({}), HOME)
    await judge(good(loaded), DOCUMENT)
    expect(good(loaded).finish()).toEqual([])
  })

  it('is what its alias stands for', async () => {
    const loaded = await loadWell({ '.spectral.yaml': given('#Ops.get') })
    await judge(loaded, DOCUMENT.replace('{}', '\n  /a: { get: {} }'))
    expect(loaded.finish()).toEqual([])
  })
})

describe('An expression that cannot be evaluated', () => {
  it('loses its rule, which is told at the expression', async () => {
    const loaded = await loadWell({
      '.spectral.yaml': `rules:
  a:
    given:
      - $.info
      - $.servers[?(@.constructor.constructor("x")())]
    then: { function: falsy }
  b: { given: $.info, then: { function: falsy } }
`,
    })
    expect(loaded.problems).toMatchObject([
      { code: 'rule-failed', message: expect.stringContaining('`a` is lost') },
    ])
    const [file] = loaded.files
    const span = loaded.problems[0]?.span
    expect(span && file?.position(span.start)).toEqual({ line: 5, column: 9 })
    expect((await judge(loaded, DOCUMENT)).findings.map(({ ruleId }) => ruleId)).toEqual(['b'])
  })
})

describe('Several rulesets', () => {
  const two = async (one: string, other: string, by: 'named' | 'discovered' = 'named') => {
    const files = { [`${HOME}a.yaml`]: one, [`${HOME}b.yaml`]: other }
    const references = Object.keys(files).map((name) => ({ name, base: HOME, by }))
    return (await loadBy(references, memoryHost(files), HOME)).loaded
  }

  it('may extend the same one; settings of the last one hold, and it runs once', async () => {
    const loaded = good(
      await two('extends: spectral:oas\n', 'extends: spectral:oas\nrules: { info-contact: error }\n'),
    )
    const { findings, rules } = await judge(loaded, DOCUMENT)
    expect(
      findings.filter(({ ruleId }) => ruleId === 'info-contact').map(({ severity }) => severity),
    ).toEqual(['error'])
    expect(rules.filter(({ id }) => id === 'info-contact')).toHaveLength(1)
  })

  it('may not define the same name twice', async () => {
    expect(await two(TITLE, TITLE)).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('`title-ends` is defined by two rulesets'),
          uri: `${HOME}b.yaml`,
          line: 2,
          column: 3,
        },
      ],
    })
  })

  it('may be there because one was found, which is said where they disagree', async () => {
    const message = expect.stringContaining('`b.yaml`, which was found near a document.')
    expect(await two(TITLE, TITLE, 'discovered')).toMatchObject({ errors: [{ message }] })
  })

  it('tell that a document is of no known kind only when none of them knows it', async () => {
    const rule = (format: string, name: string) =>
      `rules:\n  ${name}: { given: $, formats: [${format}], then: { function: truthy } }\n`
    const loaded = good(await two(rule('oas3', 'a'), rule('asyncapi2', 'b')))
    expect((await judge(loaded, DOCUMENT)).findings).toEqual([])
    expect((await judge(loaded, 'a: 1\n')).findings.map(({ ruleId }) => ruleId)).toEqual([
      'unrecognized-format',
      'unrecognized-format',
    ])
  })
})

describe('Code', () => {
  const JS = {
    'rules.mjs': `import { truthy } from '@stoplight/spectral-functions'
import own from './own.ts'

// T8: code that nobody allowed
export default { rules: { a: { given: '$.info', then: { function: own } }, b: { given: '$', then: { function: truthy } } } }
`,
    'own.ts': `interface Input { readonly title?: string }
export default function own(input: Input, _: unknown, context: { path: string[] }): { message: string }[] {
  return [{ message: \`seen \${input.title as string} at \${context.path.join('/')}\` }]
}
`,
    'reaches.yaml':
      'extends: ./rules.mjs\nrules:\n  a: hint\n  c: { given: $, then: { function: truthy } }\n',
    'functions.yaml':
      'functions: [mine]\nrules:\n  a: { given: $, then: { function: mine } }\n  b: { given: $.info, then: [{ function: truthy }, { function: mine }] }\n  c: { given: $, then: { function: truthy } }\n',
    'functions/mine.js': 'module.exports = () => [{ message: "mine" }]\n',
  }

  it('that was named is run', async () => {
    const { loaded } = await loadFolder(JS, './rules.mjs')
    const { findings } = await judge(good(loaded), DOCUMENT)
    expect(findings.map(({ message }) => message)).toEqual(['seen Hello at info'])
  })

  it('is run from TypeScript and from CommonJS as well', async () => {
    const files = {
      ...JS,
      'typed.ts': `import type { RulesetDefinition } from '@stoplight/spectral-core'\nimport own from './own.js'\nconst ruleset: RulesetDefinition = { rules: { a: { given: '$.info', then: { function: own } } } }\nexport default ruleset\n`,
      'common.cjs': `const own = require('./own.ts').default\nmodule.exports = { rules: { a: { given: '$.info', then: { function: own } } } }\n`,
    }
    for (const name of ['./typed.ts', './common.cjs']) {
      const { loaded } = await loadFolder(files, name)
      const { findings } = await judge(good(loaded), DOCUMENT)
      expect(findings.map(({ message }) => message)).toEqual(['seen Hello at info'])
    }
  })

  it('of a package that was named is run, with the functions that the rules are known by', async () => {
    const { loaded } = await loadFolder({}, '@stoplight/spectral-owasp-ruleset')
    expect(good(loaded).rules.length).toBeGreaterThan(20)
    expect(good(loaded).problems).toEqual([])
  })

  it.each([
    ['a YAML ruleset that was named', './reaches.yaml', 'named'],
    ['a ruleset that was discovered', './rules.mjs', 'discovered'],
    ['a ruleset that the policy extends', './rules.mjs', 'extended'],
  ] as const)('that is reached by %s is not run, which is a problem', async (_, name, by) => {
    const { loaded } = await loadFolder(JS, name, { by })
    const { problems, rules } = good(loaded)
    expect(problems).toMatchObject([
      {
        code: 'script-not-allowed',
        severity: 'error',
        message: expect.stringMatching(new RegExp(`rules\\.mjs.*${ADVICE}$`)),
      },
    ])
    expect(rules.map(({ id }) => id)).toEqual(name === './reaches.yaml' ? ['c'] : [])
    const allowed = await loadFolder(JS, name, { by, allowScripts: true })
    expect(good(allowed.loaded).problems).toEqual([])
    expect(good(allowed.loaded).rules.map(({ id }) => id)).toContain('a')
  })

  it('of functions is not run for a YAML ruleset; only the rules that need them are lost', async () => {
    const { loaded, folder } = await loadFolder(JS, './functions.yaml')
    const { problems, rules } = good(loaded)
    expect(problems).toMatchObject([
      {
        code: 'script-not-allowed',
        message: `The function \`mine\` is code that may not run: 2 rules are lost (\`a\` and \`b\`). ${ADVICE}`,
        uri: `${folder}functions.yaml`,
      },
    ])
    expect(rules.map(({ id }) => id)).toEqual(['c'])
    const allowed = await loadFolder(JS, './functions.yaml', { allowScripts: true })
    expect((await judge(good(allowed.loaded), DOCUMENT)).findings.map(({ message }) => message)).toEqual([
      'mine',
      'mine',
    ])
  })

  it('of the makers of Spectral is run from where it is installed', async () => {
    const { loaded } = await loadFolder(
      { 'a.yaml': 'extends: "@stoplight/spectral-owasp-ruleset"\n' },
      './a.yaml',
      { by: 'discovered' },
    )
    expect(good(loaded).problems).toEqual([])
    expect(good(loaded).rules.length).toBeGreaterThan(20)
  })

  it.each([
    ['that does not parse', 'export default {\n  rules: }\n', 2],
    ['that throws', 'const a = 1\n\nthrow new Error("no luck")\n', 3],
  ])('%s is an error at its line', async (_, text, line) => {
    const { loaded, folder } = await loadFolder({ 'r.mjs': text }, './r.mjs')
    expect(loaded).toMatchObject({ errors: [{ uri: `${folder}r.mjs`, line }] })
  })

  it('that exports no valid ruleset is an error', async () => {
    const { loaded } = await loadFolder(
      { 'r.mjs': 'export default { rules: { a: { given: "x" } } }\n' },
      './r.mjs',
    )
    expect(loaded).toMatchObject({ errors: [{ message: expect.stringContaining('rules.a') }] })
    const other = await loadFolder({ 'r.mjs': 'export const a = 1\n' }, './r.mjs')
    expect(other.loaded).toMatchObject({ errors: [{ message: expect.stringContaining('has to export') }] })
  })

  it('is not run from URLs', async () => {
    const files = { 'https://example.com/r.js': 'export default {}\n' }
    const { loaded } = await loadBy(
      { name: 'https://example.com/r.js', base: HOME, by: 'named' },
      memoryHost(files),
      HOME,
    )
    expect(loaded).toMatchObject({
      errors: [{ message: expect.stringContaining('code is not run from URLs') }],
    })
  })

  it('that throws loses only its rule', async () => {
    const files = { ...JS, 'functions/mine.js': 'module.exports = () => { throw new Error("oh") }\n' }
    const { loaded } = await loadFolder(files, './functions.yaml', { allowScripts: true })
    const { problems, rules } = await judge(good(loaded), DOCUMENT)
    expect(problems.map(({ code }) => code)).toEqual(['rule-failed', 'rule-failed'])
    expect(problems[0]?.message).toBe(
      'The rule `a` failed on `openapi.yaml`, and what it found there is lost: oh.',
    )
    expect(rules.map(({ id, stopped }) => [id, stopped])).toEqual([
      ['a', 'failed'],
      ['b', 'failed'],
      ['c', undefined],
    ])
  })
})

describe('The digest of rulesets', () => {
  it('holds the versions of what runs them', () => {
    const version = (name: string): string => {
      const url = new URL(
        `../../../../node_modules/@stoplight/spectral-${name}/package.json`,
        import.meta.url,
      )
      return JSON.parse(readFileSync(url, 'utf8')).version
    }
    const [core, ...others] = ['core', 'rulesets', 'functions', 'formats'].map(
      (name) => `${name} ${version(name)}`,
    )
    expect(ENGINE).toBe([`spectral-${core}`, ...others].join(', '))
  })
})

describe('Code of functions', () => {
  it('that is missing is told once', async () => {
    const files = {
      '.spectral.yaml': 'functions: [mine]\nrules:\n  a: { given: $, then: { function: mine } }\n',
    }
    expect(await errorsOf(files)).toEqual(['1:13 There is no file `functions/mine.js`.'])
  })

  it('says in an old form what options it takes', async () => {
    const { loaded } = await loadFolder(
      {
        'r.yaml':
          'functions: [[mine, { type: object, additionalProperties: false }]]\nrules:\n  a:\n    given: $\n    then: { function: mine, functionOptions: { a: 1 } }\n',
        'functions/mine.js': 'module.exports = function mine() {}\n',
      },
      './r.yaml',
      { allowScripts: true },
    )
    expect(loaded).toMatchObject({ errors: [{ message: 'The function `mine` has no option `a`.', line: 5 }] })
  })

  it('does not matter to a ruleset without any', async () => {
    const { loaded } = await load({
      '.spectral.yaml': 'functions: []\nrules:\n  a: { given: $, then: { function: truthy } }\n',
    })
    expect(good(loaded).problems).toEqual([])
  })
})
