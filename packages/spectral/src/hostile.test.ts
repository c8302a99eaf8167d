import { describe, expect, it } from 'vitest'

import { errorsOf, good, judge, load } from './ruleset/ruleset.test-kit.ts'

async function findingsOf(ruleset: string, text: string) {
  const { loaded } = await load({ '.spectral.yaml': ruleset })
  const { findings, problems } = await judge(good(loaded), text)
  return { found: findings.map(({ ruleId, message }) => `${ruleId}: ${message}`), problems }
}

describe('A schema whose validator would give a promise', () => {
  const REFUSED = 'the keyword "$async" is not supported'

  it('is an error in a description, where an example would pass unseen', async () => {
    const response = (schema: string, example: string) =>
      `          content: { application/json: { schema: ${schema}, example: ${example} } }\n`
    const text = `openapi: 3.0.3
paths:
  /a:
    get:
      responses:
        '200':
${response('{ $async: true, type: string }', '5')}`
    const { found } = await findingsOf(
      'extends: [[spectral:oas, off]]\nrules: { oas3-valid-media-example: true }\n',
      text,
    )
    expect(found).toEqual([`oas3-valid-media-example: ${REFUSED}`])
  })

  it('is an error in a rule, also where it is known by its id', async () => {
    const schema = '{ $id: "https://example.com/a", $async: true, type: string }'
    const ruleset = `rules:
  a: { given: '$.*', then: { function: schema, functionOptions: { schema: ${schema} } } }
`
    const { found } = await findingsOf(ruleset, 'one: 1\ntwo: 2\n')
    expect(found.filter((each) => each.startsWith('a: '))).toEqual([`a: ${REFUSED}`, `a: ${REFUSED}`])
  })
})

describe('A ruleset that would take for ever to read', () => {
  const RULES = 'rules: { a: { given: $, then: { function: truthy } } }\n'

  it('is an error where aliases multiply it', async () => {
    const lists = Array.from({ length: 12 }, (_, index) => {
      const items =
        index === 0
          ? 'a'
          : Array(10)
              .fill(`*l${index - 1}`)
              .join(', ')
      return `l${index}: &l${index} [${items}]\n`
    })
    const [error] = await errorsOf({ '.spectral.yaml': lists.join('') + RULES })
    expect(error).toMatch(/^\d+:\d+ Up to this alias/)
  })

  it('is an error where it is nested too deeply', async () => {
    const [error] = await errorsOf({
      '.spectral.yaml': `x-a: ${'['.repeat(5000)}${']'.repeat(5000)}\n${RULES}`,
    })
    expect(error).toMatch(/Nesting goes deeper/)
  })

  it('is an error where rulesets that extend each other multiply it', async () => {
    const files = Array.from({ length: 60 }, (_, index) => {
      const next = `./r${index + 1}.yaml`
      return [`r${index}.yaml`, `extends: [${next}, ${next}]\n`] as const
    })
    expect(await errorsOf({ ...Object.fromEntries(files), 'r60.yaml': RULES })).toEqual([
      '1:1 The ruleset extends others more than 10000 times over, as they extend each other. Extend each of them once.',
    ])
  })

  it('tells of a rule whose schema is too deep to be compiled, beside what Spectral says', async () => {
    const schema = `${'{ not: '.repeat(900)}{}${' }'.repeat(900)}`
    const ruleset = `rules: { a: { given: $, then: { function: schema, functionOptions: { schema: ${schema} } } } }\n`
    const { found, problems } = await findingsOf(ruleset, 'openapi: 3.1.0\n')
    expect([found, problems.map(({ code }) => code)]).toEqual([
      ['a: Maximum call stack size exceeded'],
      ['rule-failed'],
    ])
  })
})

describe('A schema of a rule that refers to what is not part of it', () => {
  it.each(['#/definitions/Nope', 'other.json', 'https://example.com/s.json'])(
    'leaves the run incomplete, as it would pass whatever it is held against: %s',
    async (reference) => {
      const schema = `{ properties: { a: { $ref: "${reference}" } } }`
      const ruleset = `rules: { a: { given: $, then: { function: schema, functionOptions: { schema: ${schema} } } } }\n`
      const { problems } = await findingsOf(ruleset, 'a: 1\n')
      expect(problems.map(({ code }) => code)).toEqual(['rule-failed'])
      expect(problems[0]?.message).toContain(`its schema refers to \`${reference}\`, which is not part of it`)
    },
  )

  it('leaves what else the rule finds', async () => {
    const schema = '{ properties: { a: { $ref: other.json } } }'
    const steps = `[{ function: schema, functionOptions: { schema: ${schema} } }, { field: b, function: truthy }]`
    const { found, problems } = await findingsOf(`rules: { a: { given: $, then: ${steps} } }\n`, 'a: 1\n')
    expect(found).toEqual(['a: "b" property must be truthy'])
    expect(problems.map(({ code }) => code)).toEqual(['rule-failed'])
  })
})

describe('What Spectral takes without a word', () => {
  async function noticesOf(ruleset: string) {
    const { loaded } = await load({ '.spectral.yaml': ruleset })
    return good(loaded)
      .finish()
      .map(({ code, severity, message }) => [code, severity, message])
  }

  it.each([
    [
      'a rule that is written twice',
      'rules:\n  a: { given: $, severity: error, then: { function: falsy } }\n  a: { given: $, then: { function: truthy } }\n',
      '`rules.a` is written twice, and only the last one counts.',
    ],
    [
      'an empty `then`',
      'rules:\n  a: { given: $, then: [] }\n',
      'The rule `a` judges nothing: its `then` is empty.',
    ],
  ])('is told as a notice: %s', async (_, ruleset, message) => {
    expect(await noticesOf(ruleset)).toEqual([['ruleset-suspect', 'warn', message]])
  })

  it('is an error where a rule would be lost for its name', async () => {
    expect(
      await errorsOf({ '.spectral.yaml': 'rules:\n  __proto__: { given: $, then: { function: falsy } }\n' }),
    ).toEqual(['2:3 A rule cannot be called `__proto__`: it would be lost.'])
  })

  it('is an error where aliases stand for too many expressions', async () => {
    const aliases = Array.from({ length: 40 }, (_, index) =>
      index === 0 ? '  A0: [$.a]\n' : `  A${index}: ["#A${index - 1}.x", "#A${index - 1}.y"]\n`,
    )
    const rules = 'rules: { a: { given: "#A39", then: { function: truthy } } }\n'
    expect(await errorsOf({ '.spectral.yaml': `aliases:\n${aliases.join('')}${rules}` })).toEqual([
      '16:3 The alias `A14` stands for itself, or for more expressions than can be evaluated.',
    ])
  })
})
