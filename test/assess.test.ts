import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createConformanceChecker } from '@specward/conformance'
import {
  type AnswersFor,
  type AssessedDocument,
  type Assessment,
  type Host,
  type LintRequest,
  lintWithSources,
  type Registry,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'

const SECURE = new URL('./secure/', import.meta.url)
const CORPUS = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
if (!isThere) console.warn('Skipped: the corpus of real descriptions is not beside the repository.')

const catalogue = await loadCatalogue()
/** Secure descriptions of APIs, one for each version of their specifications. */
const names = readdirSync(SECURE)
  .filter((name) => /^(?:openapi|asyncapi)-/.test(name))
  .sort()

/** What is there on disk, and a configuration where one is given. */
function hostOf(folder: URL, config?: string): Host {
  const configUri = new URL('specward.yaml', folder).href
  return {
    async read(uri) {
      if (uri === configUri && config !== undefined) return { text: config }
      const url = new URL(uri)
      return existsSync(url) ? { bytes: readFileSync(url) } : { error: 'not-found', detail: 'no such file' }
    },
    exists: async (uri) => uri === configUri && config !== undefined,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    now: () => 0,
  }
}

interface Options extends Partial<LintRequest> {
  readonly config?: string
  readonly answersFor?: AnswersFor
}

async function assess(folder: URL, files: readonly string[], options: Options = {}): Promise<Assessment> {
  const { config, answersFor, ...more } = options
  const { assessment } = await lintWithSources(
    {
      documents: files.map((name) => ({ uri: new URL(name, folder).href, named: true })),
      registry,
      version: '0',
      today: '2026-01-01',
      workingDirectory: folder.href,
      assess: { catalogue, answersFor },
      ...more,
    },
    hostOf(folder, config),
  )
  if (!assessment) throw new Error('there is no assessment')
  return assessment
}

/** A person who answers yes to everything. */
const yes: AnswersFor = () => ({
  digest: 'd',
  operations: [],
  state: 'answered',
  answers: [
    {
      answer: 'yes',
      by: 'Ana',
      date: '2025-12-01',
      validUntil: '2026-12-01',
      evidence: 'https://example.com/e',
      state: 'valid',
      uri: new URL('specward.attestations.yaml', SECURE).href,
    },
  ],
})

const resultsOf = ({ controls }: AssessedDocument) =>
  new Map(controls.map(({ id, result, because }) => [id, { result, because }]))

describe('an API of one GET without input and without security schemes', () => {
  const folder = new URL('file:///w/')
  const text = `openapi: 3.1.0
info: { title: Orders, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`
  const host: Host = {
    read: async () => ({ text }),
    exists: async () => false,
    sha256: (what) => createHash('sha256').update(what).digest('hex'),
    now: () => 0,
  }
  const made = lintWithSources(
    {
      documents: [{ uri: new URL('api.yaml', folder).href, named: true }],
      registry,
      conformance: createConformanceChecker(),
      version: '0',
      today: '2026-01-01',
      workingDirectory: folder.href,
      assess: { catalogue },
    },
    host,
  )
  const resultOf = async (id: string) => {
    const [document] = (await made).assessment?.documents ?? []
    return document?.controls.find((control) => control.id === id)?.result
  }

  it.each([
    'AUTHN-2',
    'APIKEY-1',
    'APIKEY-2',
    'TOKEN-3',
    'INPUT-1',
    'INPUT-3',
    'INPUT-4',
    'RATE-4',
    'RATE-5',
    'RATE-7',
  ])('has nothing that %s is about', async (id) => expect(await resultOf(id)).toBe('notApplicable'))

  it.each(['TRANSPORT-1', 'INV-3'])('passes %s, for what it is about is there', async (id) =>
    expect(await resultOf(id)).toBe('pass'),
  )

  it('does not pass where nobody is asked who calls', async () => {
    expect(await resultOf('AUTHN-1')).not.toBe('pass')
    expect(await resultOf('AUTHZ-5')).not.toBe('pass')
  })
})

describe('secure descriptions', () => {
  const all = new Map(
    ['recommended', 'strict'].map((preset) => [
      preset,
      assess(SECURE, names, { presets: [preset], conformance: createConformanceChecker() }),
    ]),
  )

  it.each([...all])(
    'break no control under %s, and leave open what nobody has answered alone',
    async (_, made) => {
      const { documents } = await made
      expect(documents.map(({ file }) => file)).toEqual(names)
      for (const { file, controls, complete } of documents) {
        expect(complete, file).toBe(true)
        for (const { id, result, because, question, findings } of controls) {
          const what = `${file} ${id}: ${because}`
          expect(findings, what).toEqual([])
          if (result === 'open' || result === 'review') expect(question, what).not.toBeNull()
          else expect(['pass', 'notApplicable'], what).toContain(result)
        }
      }
    },
  )

  it('pass in nothing at which no rule has looked', async () => {
    for (const { controls } of (await all.get('recommended'))?.documents ?? []) {
      for (const { id, result, rules } of controls) {
        if (result !== 'pass') continue
        expect(
          rules.some(({ state, judged }) => state === 'judged' && judged > 0),
          id,
        ).toBe(true)
        for (const { state } of rules) expect(['judged', 'notApplicable', 'otherFormat'], id).toContain(state)
      }
    }
  })

  it('have all ten risks of OWASP, and say of a requirement without controls that people and tests have to', async () => {
    const [document] = (await all.get('recommended'))?.documents ?? []
    const items = new Map(document?.frameworks.map(({ id, items }) => [id, items]))
    const known = new Map(document?.controls.map((control) => [control.id, control]))
    const owasp = items.get('owasp-api-2023') ?? []
    expect(owasp.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `API${index + 1}:2023`),
    )
    for (const { id, controls } of owasp) {
      expect(controls.flatMap((each) => known.get(each)?.rules ?? []).length, id).toBeGreaterThan(0)
    }
    const alone = [...items.values()].flat().filter(({ controls }) => controls.length === 0)
    expect(alone.length).toBeGreaterThan(0)
    for (const { result, because } of alone) {
      expect(result).toBe('open')
      expect(because).toBe(
        'No control of the catalogue speaks for it: ask a checklist or a test at run time.',
      )
    }
  })

  it('come to the same under both, because rules that a preset leaves out are run as well', async () => {
    const [recommended, strict] = await Promise.all([...all.values()])
    for (const [index, document] of (recommended?.documents ?? []).entries()) {
      const other = strict?.documents[index]
      expect(other && resultsOf(other)).toEqual(resultsOf(document))
    }
  })

  it('break nothing where people answer yes', async () => {
    const { documents } = await assess(SECURE, names, {
      answersFor: yes,
      conformance: createConformanceChecker(),
    })
    for (const { controls, rows } of documents) {
      for (const { result } of [...controls, ...rows]) expect(['pass', 'notApplicable']).toContain(result)
    }
  })
})

describe('every rule of the registry', () => {
  const speaking = registry.rules
    .map(({ rule }) => rule)
    .filter(({ id }) => catalogue.controls.some(({ rules }) => rules.includes(id)))
  const without = (id: string): Registry => ({
    rules: registry.rules.filter(({ rule }) => rule.id !== id),
    presets: registry.presets.map(({ rules, ...preset }) => ({
      ...preset,
      rules: Object.fromEntries(Object.entries(rules).filter(([name]) => name !== id)),
    })),
  })
  const complete = new Map(
    names.map((name) => [
      name,
      assess(SECURE, [name], { answersFor: yes }).then(({ documents }) => documents[0]),
    ]),
  )
  /** A secure description that the rule is for; any where it is for what stands beside an API. */
  const documentFor = (formats: readonly string[]): string => {
    const isFor = (name: string): boolean => {
      const format = name.startsWith('asyncapi') ? `asyncapi${name.charAt(9)}` : `oas${name.slice(8, 11)}`
      return formats.some((selector) => format.replace('oas2.0', 'oas2').startsWith(selector))
    }
    return names.findLast(isFor) ?? 'openapi-3.1.yaml'
  }

  /** What controls of the rule come to without it, each with what it came to before. */
  async function changes(id: string, name: string, options: Options) {
    const before = await complete.get(name)
    const [after] = (await assess(SECURE, [name], { answersFor: yes, ...options })).documents
    if (!before || !after) throw new Error(`${name} is not assessed`)
    const [old, now] = [resultsOf(before), resultsOf(after)]
    return catalogue.controls.map((control) => ({
      id: control.id,
      isSpokenFor: control.rules.includes(id),
      isAsked: old.get(control.id)?.because !== 'It is not asked of descriptions in this format.',
      before: old.get(control.id)?.result,
      after: now.get(control.id)?.result,
    }))
  }

  it('speaks for a control', () => {
    expect(speaking.map(({ id }) => id)).toEqual(registry.rules.map(({ rule }) => rule.id))
  })

  it.each(speaking.map(({ id, formats }) => [id, documentFor(formats)] as const))(
    '%s that is deleted leaves its controls open, and no other (%s)',
    async (id, name) => {
      const found = await changes(id, name, { registry: without(id) })
      for (const { isSpokenFor, isAsked, before, after, id: control } of found) {
        expect(['pass', 'notApplicable'], control).toContain(before)
        expect(after, control).toBe(isSpokenFor && isAsked ? 'open' : before)
      }
      expect(found.some(({ isSpokenFor }) => isSpokenFor)).toBe(true)
    },
  )

  const ofApis = speaking.filter(
    ({ formats }) => !formats.every((each: string) => /^(?:overlay|arazzo)/.test(each)),
  )

  it.each(ofApis.map(({ id, formats }) => [id, documentFor(formats)] as const))(
    '%s that is turned off leaves its controls open, and no other (%s)',
    async (id, name) => {
      const config = `extends: [specward:recommended]\nrules:\n  ${id}: off\n`
      for (const { isSpokenFor, isAsked, before, after, id: control } of await changes(id, name, {
        config,
      })) {
        expect(after, control).toBe(isSpokenFor && isAsked ? 'open' : before)
      }
    },
  )
})

describe.skipIf(!isThere)('real descriptions', () => {
  const SAMPLE = [
    'adidas/valid-petstore.yaml',
    'asyncapi-validator/v3.0.0-streetLightsMultiMsg.yml',
    'figma/openapi.yaml',
    'mermade/3.0-fail-missingPathItemRef.yaml',
    'mermade/3.0-malicious-rapid7-html.json',
    'microcks/microcks-asyncapi-v1.10.yaml',
    'microcks/user-signedup-ref-3.0/user-signedup-asyncapi-3.0-ref.yaml',
    'redocly/petstore-with-errors/petstore-with-errors.yaml',
    'redocly/pre-split-petstore/openapi.yaml',
    'vacuum/badref-burgershop.openapi.yaml',
  ]
  const first = isThere ? assess(CORPUS, SAMPLE) : undefined

  it('have a result and a reason for every control, row and requirement', async () => {
    const documents = (await first)?.documents ?? []
    expect(documents.map(({ file }) => file)).toEqual(SAMPLE)
    for (const { controls, rows, frameworks } of documents) {
      expect(controls.map(({ id }) => id)).toEqual(catalogue.controls.map(({ id }) => id))
      expect(rows.map(({ id }) => id)).toEqual(catalogue.rows.map(({ id }) => id))
      expect(rows).toHaveLength(28)
      const owasp = frameworks.find(({ id }) => id === 'owasp-api-2023')
      expect(owasp?.items.map(({ id }) => id)).toEqual(
        Array.from({ length: 10 }, (_, index) => `API${index + 1}:2023`),
      )
      for (const { because } of [...controls, ...rows, ...frameworks.flatMap(({ items }) => items)]) {
        expect(because).toMatch(/^\S.*[.!?]$/s)
        expect(because).not.toMatch(/(?<!-)(?:undefined|NaN)\b|\[object/)
      }
    }
  })

  it('pass in nothing that a rule speaks for where a part of them could not be read', async () => {
    const partly = ((await first)?.documents ?? []).filter(({ complete }) => !complete)
    expect(partly.map(({ file }) => file)).toContain('vacuum/badref-burgershop.openapi.yaml')
    for (const { controls } of partly) expect(controls.filter(({ result }) => result === 'pass')).toEqual([])
  })

  it('name findings and checks that are there', async () => {
    for (const { controls, findings, undecided } of (await first)?.documents ?? []) {
      const known = new Map(findings.map((each) => [each.fingerprint, each.ruleId]))
      for (const control of controls) {
        const rules = control.rules.map(({ id }) => id)
        for (const fingerprint of control.findings) expect(rules).toContain(known.get(fingerprint))
        for (const index of control.undecided) expect(rules).toContain(undecided[index]?.ruleId)
      }
    }
  })

  it('come to the same to the byte when they are assessed again, in another order', async () => {
    const again = await assess(CORPUS, SAMPLE.toReversed())
    expect(JSON.stringify(again)).toBe(JSON.stringify(await first))
  })
})
