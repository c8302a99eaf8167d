import { type Host, lint, type Report } from '@specward/core'
import { completeExample } from '@specward/core/testing'
import { registry } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { changed, detections } from './detections.ts'
import { splitOverFiles } from './split.ts'

const FOLDER = 'file:///project/'

/** A description under test: its text, the rule that it is about, and the policy that it is judged by. */
interface Case {
  readonly id: string
  readonly name: string
  readonly text: () => string | Promise<string>
  readonly policy: object
}

async function review(files: ReadonlyMap<string, string>, entry: string, policy: object): Promise<Report> {
  const texts = new Map([...files, ['specward.yaml', JSON.stringify(policy)]])
  const host: Host = {
    read: async (uri) => {
      const text = texts.get(uri.slice(FOLDER.length))
      return text === undefined ? { error: 'not-found', detail: 'there is no such file' } : { text }
    },
    exists: async (uri) => texts.has(uri.slice(FOLDER.length)),
    sha256: (content) => String(content),
    now: () => 0,
  }
  const documents = [{ uri: FOLDER + entry, named: true }]
  return lint({ documents, registry, version: '0', workingDirectory: FOLDER }, host)
}

/** What is found and what stays undecided, wherever it stands. */
function substance({ findings, undecided, problems }: Report): unknown {
  const found = findings.map(({ ruleId, severity, operations, fingerprint }) =>
    JSON.stringify({ ruleId, severity, operations, fingerprint }),
  )
  const open = undecided.map(({ ruleId, because }) => `${ruleId}: ${because}`)
  return {
    findings: found.sort(),
    undecided: open.sort(),
    problems: problems.map(({ code, message }) => `${code}: ${message}`),
  }
}

/** Rules about the text itself, which is another text when it is spread over files or written anew. */
const ABOUT_TEXT: ReadonlySet<string> = new Set(['no-duplicate-key', 'spec-conformance'])

/** Examples whose fault is where something stands. */
const ABOUT_PLACE: ReadonlySet<string> = new Set(['no-misplaced-security: Schemes among the schemas'])

const cases: readonly Case[] = [
  ...[...detections].map(
    ([id, detection]): Case => ({
      id,
      name: `${id}: ${detection.change}`,
      text: () => changed(detection).text,
      policy: detection.config === undefined ? { extends: ['specward:strict'] } : parse(detection.config),
    }),
  ),
  ...registry.rules.flatMap(({ rule }) =>
    [...rule.examples.bad, ...rule.examples.good].map(
      (example): Case => ({
        id: rule.id,
        name: `${rule.id}: ${example.title}`,
        text: () => completeExample(example),
        policy: { extends: [], rules: { [rule.id]: 'error' }, policy: example.facts ?? {} },
      }),
    ),
  ),
].filter(({ id }) => !ABOUT_TEXT.has(id))

describe('a description has the same findings', () => {
  it.each(cases.map((each) => [each.name, each] as const))('in JSON: %s', async (_, { text, policy }) => {
    const yaml = await text()
    const json = JSON.stringify(parse(yaml, { merge: true }), null, 2)
    const expected = substance(await review(new Map([['api.yaml', yaml]]), 'api.yaml', policy))
    expect(substance(await review(new Map([['api.json', json]]), 'api.json', policy))).toEqual(expected)
  })

  it.each(cases.filter(({ name }) => !ABOUT_PLACE.has(name)).map((each) => [each.name, each] as const))(
    'over two files: %s',
    async (_, { text, policy }) => {
      const whole = await text()
      const expected = substance(await review(new Map([['api.yaml', whole]]), 'api.yaml', policy))
      expect(substance(await review(splitOverFiles(whole), 'api.yaml', policy))).toEqual(expected)
    },
  )
})
