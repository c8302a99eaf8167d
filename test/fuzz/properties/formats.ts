import { createHash } from 'node:crypto'
import { type DocumentRecord, type LintRequest, REPORT_FORMATS, renderReport } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { SaxesParser } from 'saxes'
import { judge } from '../judge.ts'
import { type Fault, fault, type Property, type Subject, VARIANTS } from '../property.ts'
import { Random } from '../random.ts'
import { placesIn, scalar, setAt } from '../tree.ts'
import { JSON_STYLE, write } from '../write.ts'
import { treeIn } from './same.ts'

const rules = new Map(registry.rules.map(({ rule, category }) => [rule.id, { ...rule, category }]))

/** What must not come out of any format: it steers a terminal or turns the order of what is read. */
const CONTROL = /[^\P{Cc}\t\n\r]/u

/** A report in every format, by name. */
export async function rendered(
  { name, content }: Subject,
  more: Partial<LintRequest> = {},
): Promise<ReadonlyMap<string, string>> {
  const catalogue = await loadCatalogue()
  const result = await judge({ [name]: content }, { more: { assess: { catalogue }, ...more } })
  const options = {
    rules: (id: string) => rules.get(id) ?? result.ruleInfo(id),
    prefix: '',
    text: { sources: result.sources, color: false, quiet: false, verbose: true },
    assessment: result.assessment,
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  }
  return new Map(REPORT_FORMATS.map((format) => [format, renderReport(result.report, format, options)]))
}

function parseFault(format: string, text: string): Fault | undefined {
  try {
    if (['json', 'sarif', 'gitlab', 'oscal'].includes(format)) JSON.parse(text)
    if (format === 'junit') {
      const parser = new SaxesParser()
      parser.on('error', (error) => {
        throw error
      })
      parser.write(text).close()
    }
  } catch (error) {
    return fault(format, `does not parse: ${error}`)
  }
  return format === 'csv' ? csvFault(text) : undefined
}

/** Every record has as many fields as the first one, and none begins with what a spreadsheet takes for a formula. */
function csvFault(text: string): Fault | undefined {
  const records: string[][] = [[]]
  for (const [, quoted, plain, end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)?.push(quoted ?? plain ?? '')
    if (end !== ',') records.push([])
    if (end === '') break
  }
  const whole = records.filter((record) => record.length > 1)
  const odd = whole.find((record) => record.length !== whole[0]?.length)
  if (odd) return fault('csv', `a record has ${odd.length} fields`)
  return whole.flat().some((field) => /^[=+@\t\r]/.test(field))
    ? fault('csv', 'a field is a formula')
    : undefined
}

export const formats: Property = {
  name: 'formats',
  input: 'text',
  ways: 1,
  weight: 6,
  async check(subject) {
    for (const [format, text] of await rendered(subject)) {
      const wrong = parseFault(format, text)
      if (wrong) return wrong
      if (!text.endsWith('\n')) return fault(format, 'does not end in a line break')
      if (CONTROL.test(text)) return fault(format, 'holds a control character')
    }
    return undefined
  },
}

/** Made up for this purpose, in the form of a key that some service gives out. */
const SECRET = `AKIA${'Q3ZLT7RBXW5NDK2E'}`

/** What is found to be a secret stands in no format, wherever else it stands. */
/** Records have to name the files that were looked for as they are called. */
function withoutFiles(key: string, value: unknown): unknown {
  return key === 'inputs' || key === 'refersTo' ? undefined : value
}

export const redacted: Property = {
  name: 'redacted',
  input: 'tree',
  ways: VARIANTS,
  weight: 3,
  async check(subject) {
    const root = treeIn(subject)
    if (!root) return undefined
    const random = new Random(subject.variant + 1)
    const places = placesIn(root)
    if (places.length === 0) return undefined
    for (let nth = 0; nth < 3; nth += 1) {
      const place = random.pick(places)
      const entry = place.holder.kind === 'map' ? place.holder.entries[place.index] : undefined
      if (entry && random.chance(0.4)) entry[0] = random.pick([SECRET, `/x/${SECRET}`, `{${SECRET}}`])
      else setAt(place, scalar(random.pick([SECRET, `https://x.example/${SECRET}`, `see ${SECRET}`])))
    }
    if (root.kind === 'map') root.entries.push(['x-key', scalar(SECRET)])
    const records: DocumentRecord[] = []
    const keep = (record: DocumentRecord) => void records.push(record)
    const content = write(root, JSON_STYLE)
    const all = await rendered({ ...subject, name: 'api.json', content }, { records: { keep } })
    if (!all.get('json')?.includes('"no-secret-literal"')) return undefined
    for (const [format, text] of [...all, ['record', JSON.stringify(records, withoutFiles)] as const])
      if (text.includes(SECRET)) return fault(format, 'tells a secret')
    return undefined
  },
}
