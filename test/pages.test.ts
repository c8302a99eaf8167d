import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OWASP_RISKS, registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { addressOf } from '../scripts/lib/references.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DOCS = join(ROOT, 'rulesets/docs')

const pages = readdirSync(DOCS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
const texts = new Map([...pages, 'README.md'].map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))

/** As GitHub makes them of headings, and those that are set. */
function anchorsOf(text: string): ReadonlySet<string> {
  const outside = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1/gm, '')
  const headings = [...outside.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set([...headings, ...[...outside.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)])
}

function linksOf(text: string): readonly string[] {
  const outside = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1/gm, '')
  return [...outside.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
}

describe('the pages', () => {
  it('lead to pages and headings that are there', () => {
    const dead = pages.flatMap((path) =>
      linksOf(texts.get(path) ?? '')
        .filter((link) => !/^https:/.test(link))
        .filter((link) => {
          const [file = '', anchor] = link.split('#')
          const target = file === '' ? path : normalize(join(dirname(path), file)).replaceAll('\\', '/')
          const text = texts.get(target)
          return text === undefined || (anchor !== undefined && !anchorsOf(text).has(anchor))
        })
        .map((link) => `${path}: ${link}`),
    )
    expect(dead).toEqual([])
  })

  it.each(registry.rules.map(({ rule }) => [rule.id] as const))('tell all there is to know of %s', (id) => {
    const text = texts.get(`rulesets/docs/${id}.md`) ?? ''
    for (const heading of [
      'Why it matters',
      'How to fix it',
      'What it reports',
      'What it accepts',
      'Where it may be wrong',
      'Setting it',
      'Waiving it',
      'References',
    ])
      expect(text).toContain(`\n## ${heading}\n`)
  })

  it('list every rule by category, by risk and by control', () => {
    for (const name of ['README', 'BY-OWASP-RISK', 'BY-CONTROL']) {
      const text = texts.get(`rulesets/docs/${name}.md`) ?? ''
      const lost = registry.rules.filter(({ rule }) => !text.includes(`(${rule.id}.md)`))
      expect(lost.map(({ rule }) => rule.id)).toEqual([])
    }
  })
})

describe('what rules refer to', () => {
  it('has an address', () => {
    const texts = registry.rules.flatMap(({ rule }) => rule.references.specifications ?? [])
    expect([...new Set(texts)].filter((text) => addressOf(text) === undefined)).toEqual([])
  })

  it('is called by one name', () => {
    const texts = registry.rules.flatMap(({ rule }) => rule.references.specifications ?? [])
    const others = texts.filter(
      (text) => /^JSON Schema/.test(text) && !/^JSON Schema 2020-12 (?:Core|Validation), /.test(text),
    )
    expect(others).toEqual([])
  })

  it.each([
    ['RFC 9110, section 11.1', 'https://www.rfc-editor.org/rfc/rfc9110#section-11.1'],
    ['RFC 6749', 'https://www.rfc-editor.org/rfc/rfc6749'],
    [
      'OpenAPI 3.1.1, Security Requirement Object',
      'https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object',
    ],
    ['A book', undefined],
  ])('%s', (text, address) => {
    expect(addressOf(text)).toBe(address)
  })
})

describe('presets', () => {
  const presets = new Map(registry.presets.map((preset) => [preset.name, preset]))
  const rules = new Map(registry.rules.map(({ rule }) => [rule.id, rule]))

  it('ask for no less in strict than in recommended', () => {
    const order = ['hint', 'info', 'warn', 'error']
    const strict = presets.get('strict')?.rules ?? {}
    const milder = Object.entries(presets.get('recommended')?.rules ?? {}).filter(
      ([id, severity]) => order.indexOf(strict[id] ?? '') < order.indexOf(severity),
    )
    expect(milder).toEqual([])
  })

  it('follow from what rules declare', () => {
    for (const [id, rule] of rules) {
      const event = rule.formats.some((format: string) => format.startsWith('asyncapi'))
      const given = rule.presets['event-driven']
      const expected = given ?? (event ? (rule.presets.recommended ?? rule.presets.strict) : 'off')
      expect([id, presets.get('event-driven')?.rules[id] ?? 'off']).toEqual([id, expected])
    }
  })

  it('have a page that says for whom each is and what it finds', () => {
    for (const name of presets.keys()) {
      const text = texts.get(`rulesets/docs/presets/${name}.md`) ?? ''
      expect(text).toContain(`extends: [specward:${name}]`)
      expect(text).toContain('## What it costs')
    }
  })

  it('say of every OWASP risk what a description shows and what it cannot show', () => {
    const text = texts.get('rulesets/docs/presets/owasp-api-2023.md') ?? ''
    expect(OWASP_RISKS).toHaveLength(10)
    for (const { id, shows, hides } of OWASP_RISKS) {
      expect(text).toContain(`## ${id} `)
      expect(text).toContain(shows)
      expect(text).toContain(hides)
    }
  })
})
