import { readdirSync, readFileSync } from 'node:fs'
import { type ControlFormat, cweName, FACETS, owaspRisk } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const folder = new URL('../rulesets/controls/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const catalogue = await loadCatalogue()
const controls = new Map(catalogue.controls.map((control) => [control.id, control]))
const head: { readonly topics: readonly string[]; readonly frameworks: readonly string[] } = parse(
  read('catalogue.yaml'),
)

/** What a description could tell, and no rule looks for yet: these stay open. */
const UNTOLD = ['INTEG-3', 'CONFIG-6', 'LIFE-2']

function twice(ids: readonly string[]): readonly string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index)
}

describe('the files of the catalogue', () => {
  const files: readonly (readonly [file: string, schema: string])[] = [
    ['catalogue.yaml', 'catalogue.schema.json'],
    ...head.topics.map((topic) => [`${topic}.yaml`, 'controls.schema.json'] as const),
    ...head.frameworks.map((id) => [`crosswalks/${id}.yaml`, 'crosswalk.schema.json'] as const),
  ]

  it.each(files)('%s keeps to %s', (file, schema) => {
    const ajv = new Ajv({ allErrors: true, strict: true })
    const validate = ajv.compile(JSON.parse(read(schema)))
    validate(parse(read(file)))
    expect(validate.errors ?? []).toEqual([])
  })

  it('are all read, and no other is there', () => {
    const there = readdirSync(folder, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'))
    expect(there.filter((name) => name.endsWith('.yaml')).sort()).toEqual(files.map(([file]) => file).sort())
  })

  it('know the parts of an API that core knows', () => {
    const { properties } = JSON.parse(read('controls.schema.json'))
    expect(properties.controls.items.properties.covers.enum).toEqual(FACETS)
  })

  it('call each framework by the name of its file', () => {
    expect(catalogue.frameworks.map(({ id }) => id)).toEqual(head.frameworks)
  })
})

describe('rows', () => {
  it('are the 19 practices and 9 threats', () => {
    const practices = Array.from({ length: 19 }, (_, index) => `P${index + 1}`)
    const threats = Array.from({ length: 9 }, (_, index) => `T${index + 1}`)
    expect(catalogue.rows.map(({ id }) => id)).toEqual([...practices, ...threats])
    for (const { id, kind } of catalogue.rows) expect(kind).toBe(id.startsWith('P') ? 'practice' : 'threat')
  })

  it.each(catalogue.rows.map(({ id }) => [id]))('%s has a control that answers it', (id) => {
    expect(catalogue.controls.filter(({ rows }) => rows.includes(id))).not.toEqual([])
  })
})

describe('controls', () => {
  it('are 95, each told once', () => {
    expect(controls.size).toBe(95)
    expect(catalogue.controls).toHaveLength(95)
  })

  it.each(catalogue.controls.map((control) => [control.id, control] as const))(
    '%s answers rows that exist, none of them twice',
    (_, { rows, aside }) => {
      const known = catalogue.rows.map(({ id }) => id)
      expect([...rows, ...aside].filter((id) => !known.includes(id))).toEqual([])
      expect(twice([...rows, ...aside])).toEqual([])
    },
  )

  it('support a requirement of some framework', () => {
    const mapped = new Set(
      catalogue.frameworks.flatMap(({ items }) => items.flatMap((item) => item.controls)),
    )
    expect([...controls.keys()].filter((id) => !mapped.has(id))).toEqual([])
  })

  it('are asked about in a sentence of their own', () => {
    expect(twice(catalogue.controls.map(({ question }) => question))).toEqual([])
    expect(twice(catalogue.controls.map(({ evidence }) => evidence))).toEqual([])
  })
})

describe('frameworks', () => {
  it.each(catalogue.frameworks.map((framework) => [framework.id, framework] as const))(
    '%s names each requirement once, and controls that exist, in the order of the catalogue',
    (_, { items }) => {
      expect(twice(items.map(({ id }) => id))).toEqual([])
      const order = [...controls.keys()]
      for (const item of items) {
        const places = item.controls.map((id) => order.indexOf(id))
        expect([item.id, places]).toEqual([item.id, [...places].sort((a, b) => a - b)])
        expect(places).not.toContain(-1)
      }
    },
  )

  it('leave out what nobody has verified', () => {
    const ids = catalogue.frameworks.flatMap(({ items }) => items.map(({ id }) => id))
    expect(ids.filter((id) => id.includes('?'))).toEqual([])
  })

  it('call OWASP risks and weaknesses by their names', () => {
    const items = (id: string) => catalogue.frameworks.find((each) => each.id === id)?.items ?? []
    expect(items('owasp-api-2023')).toHaveLength(10)
    for (const { id, title } of items('owasp-api-2023')) expect(title).toBe(owaspRisk(id)?.title)
    for (const { id, title } of items('cwe')) {
      expect(id).toMatch(/^CWE-\d+$/)
      expect([id, title]).toEqual([id, cweName(Number(id.slice(4)))])
      expect(title).toBeDefined()
    }
  })

  it('have all recommendations of NIST SP 800-228, also those that no control supports', () => {
    const items = catalogue.frameworks.find(({ id }) => id === 'nist-800-228')?.items ?? []
    expect(items.map(({ id }) => id)).toEqual(
      Array.from({ length: 26 }, (_, index) => `REC-API-${index + 1}`),
    )
    expect(items.some((item) => item.controls.length === 0)).toBe(true)
  })
})

describe('rules', () => {
  it('speak for controls that exist', () => {
    const named = registry.rules.flatMap(({ rule }) => rule.references.controls)
    expect(named.filter((id) => !controls.has(id))).toEqual([])
  })

  it('are all listed with the controls that they name, sorted', () => {
    for (const { id, rules } of catalogue.controls) {
      const speakers = registry.rules.filter(({ rule }) => rule.references.controls.includes(id))
      expect([id, rules]).toEqual([id, speakers.map(({ rule }) => rule.id).sort()])
    }
  })

  it.each(
    catalogue.controls
      .filter(({ rules }) => rules.length > 0)
      .map((control) => [control.id, control] as const),
  )(
    '%s is led by rules that speak for it, in every format that it has rules for',
    (_, { rules, leads = [], formats }) => {
      expect(leads).not.toEqual([])
      expect(twice(leads)).toEqual([])
      expect(leads.filter((id) => !rules.includes(id))).toEqual([])
      const judgedIn = (ids: readonly string[]) =>
        formats.filter((format) => ids.some((id) => isJudged(formatsOf(id), format)))
      expect(judgedIn(leads)).toEqual(judgedIn(rules))
    },
  )

  it('lead nothing that they do not speak for', () => {
    const silent = catalogue.controls.filter(({ rules }) => rules.length === 0)
    expect(silent.filter(({ leads }) => leads !== undefined).map(({ id }) => id)).toEqual([])
  })

  it('speak only for controls that are asked of a format that they judge', () => {
    const foreign = registry.rules.flatMap(({ rule }) => {
      const judged = FAMILIES.filter((family) => isJudged(rule.formats, family))
      if (judged.length === 0) return []
      return rule.references.controls
        .filter((id) => !controls.get(id)?.formats.some((format) => judged.includes(format)))
        .map((id) => `${rule.id}: ${id}`)
    })
    expect(foreign).toEqual([])
  })

  it('speak for nothing that a person alone can tell', () => {
    const persons = catalogue.controls.filter(({ told }) => told === 'person')
    expect(persons.filter(({ rules }) => rules.length > 0).map(({ id }) => id)).toEqual([])
  })

  it('decide what the description is said to tell, in every format that it is asked of', () => {
    const told = catalogue.controls.filter(({ told }) => told === 'description')
    const lacking = told.flatMap(({ id, rules, formats, partlyIn = [] }) =>
      formats
        .filter(
          (format) => !partlyIn.includes(format) && !rules.some((rule) => isJudged(formatsOf(rule), format)),
        )
        .map((format) => `${id} in ${format}`),
    )
    const untold = UNTOLD.flatMap(
      (id) => controls.get(id)?.formats.map((format) => `${id} in ${format}`) ?? [],
    )
    expect(lacking).toEqual(untold)
  })
})

const FAMILIES: readonly ControlFormat[] = ['oas2', 'oas3', 'asyncapi']

function formatsOf(id: string): readonly string[] {
  return registry.rules.find(({ rule }) => rule.id === id)?.rule.formats ?? []
}

/** Whether a rule for some formats judges descriptions of a family. */
function isJudged(formats: readonly string[], family: ControlFormat): boolean {
  return formats.some((format) => format.startsWith(family) || (format === 'oas' && family !== 'asyncapi'))
}
