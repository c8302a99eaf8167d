import { isObject } from '../json.ts'
import { parseSource } from '../source/parse.ts'
import { type Mark, marksOf } from './marks.ts'
import { completeExample } from './skeleton.ts'

/** A description that marks what the policy has to find in it, taken apart. */
export interface PolicyTest {
  /** URI of the file that it stands in. */
  readonly uri: string
  /** The files that it is made of; the first one is the description. */
  readonly parts: readonly TestPart[]
  /** Rules under test, where it names them. */
  readonly rules: readonly string[] | 'all' | undefined
  /** What is wrong with the test itself. */
  readonly faults: readonly Fault[]
  /** Further rules under test: of a file that tests share, those of the tests; absent for a test. */
  readonly also?: readonly string[]
}

export interface Fault {
  readonly line: number
  readonly message: string
}

/** One file of a test. */
export interface TestPart {
  readonly uri: string
  /** As it is judged: with a skeleton around it where it is a fragment. */
  readonly text: string
  readonly marks: readonly Mark[]
  /** What is added to a line of `text` to get the line of the file of the test. */
  readonly shift: number
}

/** `# ---- file: schemas.yaml`: what follows is another file. */
const FILE_LINE = /^#\s*-{2,}\s*file:\s*(\S+?)\s*-*\s*$/u

/** `# specward test: no-plain, require-owner`: the rules under test. */
const RULES_LINE = /^\s*#\s*specward test:\s*(.*?)\s*$/u

const VERSION_KEYS = ['openapi', 'swagger', 'asyncapi', 'overlay', 'arazzo']

/** Takes a test apart. */
export async function parsePolicyTest(uri: string, text: string): Promise<PolicyTest> {
  const sections = sectionsOf(text)
  const faults: Fault[] = sections.flatMap(({ name, line }) =>
    name === undefined || isPlainName(name)
      ? []
      : [
          {
            line: line - 1,
            message: `\`${name}\` is no name for a file of a test: it must be relative and below it.`,
          },
        ],
  )
  const rules = rulesOf(text)
  // files of a test stand in a folder of its own, so that those of two tests do not get in each other's way
  const folder = sections.length > 1 ? `${uri}/` : ''
  const [entry, ...others] = sections
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  const first = entry ? await entryPart(folder === '' ? uri : folder + name, entry) : []
  const parts = [
    ...first,
    ...others.map((section) => partOf(new URL(section.name ?? '', folder).href, section)),
  ]
  return { uri, parts, rules, faults }
}

interface Section {
  readonly name: string | undefined
  readonly text: string
  /** 1-based line of the file that the section begins on. */
  readonly line: number
}

function sectionsOf(text: string): readonly Section[] {
  const sections: Section[] = []
  let name: string | undefined
  let start = 0
  let line = 1
  let from = 0
  let fromLine = 1
  for (const each of text.split('\n')) {
    const file = FILE_LINE.exec(each.replace(/\r$/u, ''))
    if (file) {
      sections.push({ name, text: text.slice(from, start), line: fromLine })
      name = file[1]
      from = start + each.length + 1
      fromLine = line + 1
    }
    start += each.length + 1
    line += 1
  }
  return [...sections, { name, text: text.slice(from), line: fromLine }]
}

function isPlainName(name: string): boolean {
  return !/^[/.]|\\|:|(?:^|\/)\.\.?(?:\/|$)/u.test(name)
}

function rulesOf(text: string): PolicyTest['rules'] {
  const said = text.split('\n').flatMap((line) => RULES_LINE.exec(line)?.[1] ?? [])
  const words = said.flatMap((list) => list.split(/[\s,]+/u)).filter((word) => word !== '')
  if (words.length === 0) return undefined
  return words.includes('all') ? 'all' : words
}

function partOf(uri: string, { text, line }: Section): TestPart {
  return { uri, text, marks: marksOf(text), shift: line - 1 }
}

async function entryPart(uri: string, section: Section): Promise<readonly TestPart[]> {
  const { value } = await parseSource(uri, section.text)
  const isWhole = !isObject(value) || VERSION_KEYS.some((key) => Object.hasOwn(value, key))
  if (isWhole) return [partOf(uri, section)]
  const text = await completeExample({ title: uri, text: section.text })
  const shift = section.line - 1 + countLines(section.text) - countLines(text)
  return [{ uri, text, marks: marksOf(text), shift }]
}

function countLines(text: string): number {
  return text.split('\n').length
}
