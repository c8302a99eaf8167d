import { describe, expect, it } from 'vitest'
import type { AnswersFor, Asked } from './assess/question.ts'
import { api, controlOf, documentOf, REGISTRY, results, rule, runOn } from './lint-assess.test-kit.ts'
import { ROOT } from './resolve/graph.test-kit.ts'

describe('what could not be read', () => {
  it('leaves open what rules have to see, and hides no finding', async () => {
    const text = `${api('/b')}  /lost: { $ref: gone.yaml }\n`
    const document = await documentOf(text)
    expect(results(document)).toMatchObject({ A: 'open', B: 'fail', C: 'open', BOTH: 'open', PERSON: 'open' })
    expect(controlOf(document, 'A').because).toMatch(
      /^Not all of the description could be read, and this may depend on it: `gone.yaml`/,
    )
    expect(document.complete).toBe(false)
  })

  it('leaves it open as well where the organisation calls it a warning', async () => {
    const text = `${api('/x')}  /lost: { $ref: gone.yaml }\n`
    const config = 'problems: [{ code: ref-file-not-found, severity: warn, reason: Later. }]\n'
    expect(results(await documentOf(text, config)).A).toBe('open')
  })
})

describe('what rules leave undecided', () => {
  it('wants a person, with the operations concerned', async () => {
    const document = await documentOf(api('/maybe', '/x'))
    const { result, because, undecided, question } = controlOf(document, 'A')
    expect(result).toBe('review')
    expect(because).toBe(
      '1 check could not be decided from the description. 1 other is well. A person has to answer.',
    )
    expect(undecided.map((index) => document.undecided[index]?.ruleId)).toEqual(['no-a'])
    expect(question).toMatchObject({ text: 'Does it hold?', operations: ['GET /maybe'], state: 'unanswered' })
  })

  it('is not asked about where everything is decided', async () => {
    const document = await documentOf(api('/x'))
    expect(controlOf(document, 'A').question).toBeNull()
    expect(controlOf(document, 'BOTH').question).not.toBeNull()
    expect(controlOf(document, 'ELSEWHERE').question).toBeNull()
  })
})

describe('answers', () => {
  const answer = (
    word: 'yes' | 'no' | 'not-applicable',
    state: 'valid' | 'changed' | 'expired' = 'valid',
  ): Asked => ({
    digest: 'd',
    operations: [],
    state: state === 'valid' ? 'answered' : state,
    answers: [
      {
        answer: word,
        by: 'Ana',
        date: '2026-12-01',
        validUntil: '2027-12-01',
        evidence: 'https://example.com/e',
        state,
        uri: `${ROOT}specward.attestations.yaml`,
      },
    ],
  })
  const answered = (asked: Asked, text = api('/x'), config?: string) =>
    documentOf(text, config, { answersFor: () => asked })

  it.each([
    ['yes', { BOTH: 'pass', PERSON: 'pass', A: 'pass', OLD: 'pass' }],
    ['no', { BOTH: 'fail', PERSON: 'fail', A: 'pass', OLD: 'fail' }],
    ['not-applicable', { BOTH: 'notApplicable', PERSON: 'notApplicable', A: 'pass', OLD: 'notApplicable' }],
  ] as const)('of %s decide what people are asked, and nothing else', async (word, expected) => {
    expect(results(await answered(answer(word)))).toMatchObject(expected)
  })

  it.each([
    ['expired', 'The answer of Ana held until 2027-12-01: a person has to answer again.'],
    [
      'changed',
      'What Ana answered on 2026-12-01 is about something that has changed since: a person has to answer again.',
    ],
  ] as const)('that have %s decide nothing', async (state, because) => {
    const document = await answered(answer('yes', state))
    expect(results(document)).toMatchObject({ BOTH: 'review', PERSON: 'open' })
    expect(controlOf(document, 'PERSON').because).toBe(`No description shows it. ${because}`)
  })

  it('decide what rules leave undecided', async () => {
    const document = await answered(answer('yes'), api('/maybe', '/x'))
    const { result, because, question } = controlOf(document, 'A')
    expect(result).toBe('pass')
    expect(because).toBe(
      'The description shows nothing against it in 1 check and leaves 1 undecided; Ana has answered that it holds (2026-12-01, valid until 2027-12-01).',
    )
    expect(question?.answers).toMatchObject([
      { by: 'Ana', file: 'specward.attestations.yaml', state: 'valid' },
    ])
  })

  it('stand in neither for a finding nor for a rule that is off', async () => {
    expect(results(await answered(answer('yes'), api('/b'))).B).toBe('fail')
    expect(results(await answered(answer('yes'), api('/x'), 'rules: { no-b: off }\n')).BOTH).toBe('open')
  })

  it('are asked for with all that rules left undecided', async () => {
    const seen: Record<string, readonly string[]> = {}
    const answersFor: AnswersFor = ({ id }, _document, undecided) => {
      seen[id] = undecided.flatMap(({ operations }) => operations)
      return answer('yes')
    }
    await documentOf(api('/maybe', '/x'), undefined, { answersFor })
    expect(seen).toEqual({
      A: ['GET /maybe'],
      B: ['GET /maybe'],
      C: ['GET /maybe'],
      BOTH: ['GET /maybe'],
      PERSON: [],
      NOTHING: [],
      OLD: [],
    })
  })
})

describe('what a rule takes to be well without seeing it', () => {
  it('is no word to developers, and a question to people', async () => {
    const assuming = rule('no-a', '/a', 'error', {
      check(operation, { assume }) {
        assume({ at: operation.node, because: 'its name says so' })
      },
    })
    const rules = REGISTRY.rules.map((each) => (each.rule.id === 'no-a' ? { ...each, rule: assuming } : each))
    const run = await runOn({ 'api.yaml': api('/a') }, { registry: { ...REGISTRY, rules } })
    expect([run.report.undecided, run.report.findings]).toEqual([[], []])
    const a = run.assessment?.documents[0]?.controls.find(({ id }) => id === 'A')
    expect([a?.result, a?.question?.operations]).toEqual(['review', ['GET /a']])
  })
})
