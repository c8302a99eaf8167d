import type { Catalogue, Control } from './assess/catalogue.ts'
import type { AnswersFor } from './assess/question.ts'
import { type LintRequest, lintWithSources } from './lint.ts'
import { defineRule, type Registry, type Rule, type Severity } from './policy/rule.ts'
import type { AssessedControl, AssessedDocument, Assessment } from './report/assessment.ts'
import { memoryHost, ROOT } from './resolve/graph.test-kit.ts'

/** Reports operations whose path ends in a word, leaves those undecided that end in `maybe`. */
export function rule(id: string, word: string, severity: Severity = 'error', more: Partial<Rule> = {}): Rule {
  return defineRule({
    id,
    title: 'Something is wrong.',
    why: 'Because.',
    fix: 'Do not.',
    presets: { strict: severity },
    formats: ['oas3'],
    references: { owasp: [], cwe: [], controls: [] },
    select: 'operation',
    check(operation, { report, undecided, notApplicable }) {
      const { label, node } = operation
      if (label.endsWith('none')) return notApplicable()
      if (label.endsWith('throw')) throw new Error('no')
      if (label.endsWith('maybe')) return undecided({ at: node, because: 'nobody knows' })
      if (label.endsWith(word)) report({ at: node, message: `\`${label}\` is bad.` })
    },
    examples: { bad: [], good: [] },
    ...more,
  })
}

export const REGISTRY: Registry = {
  rules: [
    rule('no-a', '/a'),
    rule('no-b', '/b', 'warn'),
    rule('no-c', '/c', 'hint'),
    rule('no-swagger', '/a', 'error', { formats: ['oas2'] }),
  ].map((each) => ({ rule: each, category: 'x' })),
  presets: [
    { name: 'recommended', rules: { 'no-a': 'error' } },
    { name: 'strict', rules: { 'no-a': 'error', 'no-b': 'warn', 'no-c': 'hint', 'no-swagger': 'error' } },
  ],
}

export function control(
  id: string,
  told: Control['told'],
  rules: readonly string[],
  more: Partial<Control> = {},
) {
  return {
    id,
    title: `${id} holds.`,
    told,
    formats: ['oas2', 'oas3'],
    rows: ['P1'],
    aside: [],
    rules,
    covers: 'operations',
    question: 'Does it hold?',
    evidence: 'A test.',
    ...more,
  } satisfies Control
}

export const CATALOGUE: Catalogue = {
  id: 'test',
  version: '1',
  rows: [
    { id: 'P1', kind: 'practice', title: 'First' },
    { id: 'P2', kind: 'practice', title: 'Second' },
    { id: 'T1', kind: 'threat', title: 'Third' },
  ],
  controls: [
    control('A', 'description', ['no-a']),
    control('B', 'description', ['no-b'], { rows: ['P2'] }),
    control('C', 'description', ['no-c'], { rows: [] }),
    control('BOTH', 'both', ['no-b'], { rows: [] }),
    control('PERSON', 'person', [], { rows: ['T1'] }),
    control('NOTHING', 'description', [], { rows: [], aside: ['P1'] }),
    control('OLD', 'description', ['no-swagger'], { rows: [] }),
    control('ELSEWHERE', 'description', ['no-a'], { rows: [], formats: ['asyncapi'] }),
  ],
  frameworks: [
    {
      id: 'f',
      title: 'A standard',
      version: '2',
      items: [
        { id: '1', title: 'One', controls: ['A', 'B'] },
        { id: '2', controls: [] },
      ],
    },
  ],
}

export const api = (...paths: readonly string[]): string =>
  `openapi: 3.1.0\ninfo: { title: Things, version: '4' }\npaths:\n${paths.map((path) => `  ${path}:\n    get: {}\n`).join('')}`

export interface Run extends Partial<Omit<LintRequest, 'catalogue'>> {
  readonly config?: string
  readonly catalogue?: Catalogue
  readonly answersFor?: AnswersFor
  readonly isAssessed?: boolean
}

export async function runOn(files: Readonly<Record<string, string>>, more: Run = {}) {
  const { config: _, catalogue = CATALOGUE, answersFor, isAssessed = true, ...request } = more
  const names = Object.keys(files).filter((name) => !name.includes('specward') && !name.startsWith('part'))
  return lintWithSources(
    {
      documents: names.map((name) => ({ uri: `${ROOT}${name}`, named: true })),
      registry: REGISTRY,
      version: '1',
      today: '2027-01-31',
      workingDirectory: ROOT,
      ...(isAssessed ? { assess: { catalogue, answersFor } } : {}),
      ...request,
    },
    memoryHost({ '.git': '', ...files }),
  )
}

export async function assessed(files: Readonly<Record<string, string>>, more: Run = {}): Promise<Assessment> {
  const { assessment } = await runOn(files, more)
  if (!assessment) throw new Error('there is no assessment')
  return assessment
}

/** The one document of a run. */
export async function documentOf(text: string, config?: string, more: Run = {}): Promise<AssessedDocument> {
  const files = { 'api.yaml': text, ...(config === undefined ? {} : { 'specward.yaml': config }) }
  const { documents } = await assessed(files, more)
  const [document] = documents
  if (!document) throw new Error('nothing was assessed')
  return document
}

export function controlOf({ controls }: AssessedDocument, id: string): AssessedControl {
  const found = controls.find((each) => each.id === id)
  if (!found) throw new Error(`there is no control ${id}`)
  return found
}

/** Controls as `id: result`. */
export const results = ({ controls }: AssessedDocument) =>
  Object.fromEntries(controls.map(({ id, result }) => [id, result]))
