import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import type { Format, FormatSelector, RegisteredRule } from '@specward/core'
import { checkExamples, type ExampleCheck, runRule } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { beforeAll, describe, expect, it } from 'vitest'

const RULESETS = join(dirname(dirname(fileURLToPath(import.meta.url))), 'rulesets')

const CATEGORIES = [
  ...['authentication', 'authorization', 'transport', 'secrets', 'exposure', 'input', 'limits', 'errors'],
  ...['requests', 'schemas', 'patterns', 'browser', 'inventory', 'document', 'messaging'],
]

/** Formats that differ so much that a rule for all of them has to show an example of each. */
const FAMILIES: Readonly<Record<Format, string>> = {
  oas2: 'OpenAPI 2',
  'oas3.0': 'OpenAPI 3',
  'oas3.1': 'OpenAPI 3',
  'oas3.2': 'OpenAPI 3',
  asyncapi2: 'AsyncAPI 2',
  asyncapi3: 'AsyncAPI 3',
  overlay1: 'Overlay',
  arazzo1: 'Arazzo',
}

function familiesOf(selectors: readonly FormatSelector[]): readonly string[] {
  const families = Object.entries(FAMILIES).filter(([format]) =>
    selectors.some((selector) => format.startsWith(selector)),
  )
  return [...new Set(families.map(([, family]) => family))].sort()
}

const conformance = createConformanceChecker()

const named = registry.rules.map((registered): [string, RegisteredRule] => [registered.rule.id, registered])

describe('the registry', () => {
  it('has rules, each id once', () => {
    const ids = registry.rules.map(({ rule }) => rule.id)
    expect(ids.length).toBeGreaterThan(0)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe.each(named)('%s', (_, { rule, category }) => {
  let checks: readonly ExampleCheck[] = []

  beforeAll(async () => {
    checks = await checkExamples(rule, { conformance })
  })

  it('says by its id what is bad or what is good, and has a file of that name in a known category', () => {
    expect(rule.id).toMatch(/^(?:(?:no|require)(?:-[a-z0-9]+)+|spec-conformance)$/)
    expect(CATEGORIES).toContain(category)
    expect(existsSync(join(RULESETS, category, `${rule.id}.ts`))).toBe(true)
  })

  it.each(['title', 'why', 'fix'] as const)('has whole sentences as its %s', (key) => {
    expect(rule[key]).toMatch(/^[A-Z].*\.$/su)
    expect(rule[key]).not.toMatch(/\s{2}|!|\n/)
  })

  it('ends what it says of false positives with a full stop', () => {
    expect(rule.falsePositives ?? 'None.').toMatch(/^\S.*\.$/su)
  })

  it('refers to OWASP, CWE and the control catalogue', () => {
    const { owasp, cwe, controls } = rule.references
    expect([owasp.length, cwe.length, controls.length].every((length) => length > 0)).toBe(true)
    for (const id of owasp) expect(id).toMatch(/^API(?:[1-9]|10):2023$/)
    for (const id of cwe) expect(Number.isInteger(id) && id > 0).toBe(true)
    for (const id of controls)
      expect(id).toMatch(
        /^(?:TRANSPORT|AUTHN|SESSION|APIKEY|TOKEN|AUTHZ|INTEG|DATA|RATE|INPUT|ERROR|CONFIG|INV|LIFE|SUPPLY|MONITOR|INFRA|ZT|TEST)-[1-9]$/,
      )
  })

  it('is in a preset', () => {
    expect(registry.presets.some((preset) => Object.hasOwn(preset.rules, rule.id))).toBe(true)
  })

  it('has at least two bad and two good examples, with titles of their own', () => {
    const { bad, good } = rule.examples
    expect(Math.min(bad.length, good.length)).toBeGreaterThanOrEqual(2)
    for (const examples of [bad, good]) {
      const titles = examples.map(({ title }) => title)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  it('shows an example of every family of formats that it is for', () => {
    const { bad, good } = rule.examples
    const shown = [...bad, ...good].map(({ format = 'oas3.1' }) => FAMILIES[format])
    expect([...new Set(shown)].sort()).toEqual(familiesOf(rule.formats))
  })

  it('has a bad example that is reached only through a reference or by inheritance', () => {
    const reached = rule.examples.bad.some(({ title, text }) => /\$ref|allOf|Inherited/.test(title + text))
    expect(reached).toBe(true)
  })

  it('reports what its examples mark, and nothing else', () => {
    const faults = checks.flatMap(({ kind, title, faults }) =>
      faults.map((fault) => `${kind} "${title}": ${fault}`),
    )
    expect(faults).toEqual([])
  })

  it('ends every message with a full stop, or with a question', () => {
    const messages = checks.flatMap(({ result }) => result.findings.map(({ message }) => message))
    expect(messages.length).toBeGreaterThan(0)
    for (const message of messages) expect(message).toMatch(/^\S.*[.?]$/su)
  })

  it('mends by its fixes what it reports, and breaks nothing', async () => {
    for (const { result, title } of checks) {
      for (const { fix, message } of result.findings) {
        if (!fix) continue
        const mended = await runRule(rule, fix.text, { conformance })
        expect(mended.problems, `${title}: ${fix.title}`).toEqual([])
        expect(
          mended.findings.map((finding) => finding.message),
          `${title}: ${fix.title}`,
        ).not.toContain(message)
      }
    }
  })
})
