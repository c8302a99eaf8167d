import { describe, expect, it } from 'vitest'
import {
  API,
  accepted,
  BOTH,
  counting,
  type Files,
  messages,
  notices,
  run,
  waivers,
} from './lint-accepting.test-kit.ts'
import { exitCode } from './report/exit-code.ts'

describe('a remark in a comment', () => {
  const marked = (comment: string) => API.replace('    delete: {}\n', comment)
  const judged = (text: string, more: Files = {}) => run({ 'openapi.yaml': text, ...more })

  it.each([
    ['above the line', '    # specward-ignore no-delete -- It is a demo.\n    delete: {}\n'],
    [
      'above another comment',
      '    # specward-ignore no-delete -- It is a demo.\n    # more\n    delete: {}\n',
    ],
    [
      'above another remark',
      '    # specward-ignore no-delete -- A demo.\n    # specward-ignore no-put -- A demo.\n    delete: {}\n',
    ],
    ['behind another comment', '    # see the wiki # specward-ignore no-delete -- A demo.\n    delete: {}\n'],
    ['at the end of the line', '    delete: {} # specward-ignore no-delete -- It is a demo.\n'],
    ['for several rules', '    # specward-ignore no-delete, no-put -- It is a demo.\n    delete: {}\n'],
  ])('accepts a finding: %s', async (_, comment) => {
    const result = await judged(marked(comment), { 'specward.yaml': 'waivers: { stale: warn }\n' })
    expect(accepted(result)).toEqual([BOTH[0]])
    expect(result.report.findings.find(({ suppressed }) => suppressed)?.suppressed).toMatchObject({
      kind: 'inline',
      reason: expect.stringContaining('demo'),
      file: 'openapi.yaml',
    })
  })

  it.each([
    ['in a text', '    delete:\n      description: "# specward-ignore no-delete -- no"\n'],
    [
      'in a block of text',
      '    delete:\n      description: |\n        # specward-ignore no-delete -- no\n        more\n',
    ],
    ['that is part of a word', '    delete: { summary: a#specward-ignore }\n'],
    ['about something else', '    # specward-ignored paths are listed in the wiki\n    delete: {}\n'],
  ])('is none %s', async (_, text) => {
    const result = await judged(marked(text))
    expect([accepted(result), notices(result)]).toEqual([[], []])
  })

  it('stands behind the sign of a block of text as well', async () => {
    const text = API.replace('type: 1', '').concat(`components:
  schemas:
    S:
      type: | # specward-ignore no-put -- Nothing here.
        object
`)
    expect(notices(await judged(text))).toEqual(['error ignore-unused openapi.yaml:13'])
  })

  it('accepts nothing where its line has the finding at several places', async () => {
    const line = (paths: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths: { ${paths} } # specward-ignore no-delete -- Only for /a.
`
    const two = await judged(line('/a: { delete: {} }, /b: { delete: {} }'))
    expect([accepted(two), notices(two)]).toEqual([[], ['error ignore-ambiguous openapi.yaml:3']])
    expect(messages(two)).toContain('at 2 places')
    expect(exitCode(two.report)).toBe(4)
    const one = await judged(line('/a: { delete: {} }, /b: { get: {} }'))
    expect([accepted(one), notices(one)]).toEqual([['openapi.yaml no-delete DELETE /a'], []])
  })

  it('at an anchor is not for the aliases, which have lines of their own', async () => {
    const text = (more: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a:
    delete: &gone {} # specward-ignore no-delete -- A demo.
  /b:
    delete: *gone${more}
`
    const one = await judged(text(''))
    expect([accepted(one), notices(one)]).toEqual([['openapi.yaml no-delete DELETE /a'], []])
    expect(accepted(await judged(text(' # specward-ignore no-delete -- A demo.')))).toHaveLength(2)
  })

  it('is not for the line after a blank one, nor for what is below its line', async () => {
    const blank = await judged(marked('    # specward-ignore no-delete -- It is a demo.\n\n    delete: {}\n'))
    expect([accepted(blank), notices(blank)]).toEqual([[], ['error ignore-unused openapi.yaml:6']])
    const above = await judged(
      API.replace('  /users:\n', '  # specward-ignore no-delete -- It is a demo.\n  /users:\n'),
    )
    expect([accepted(above), notices(above)]).toEqual([[], ['error ignore-unused openapi.yaml:4']])
  })

  it.each([
    ['without a rule', '# specward-ignore', 'names no rule'],
    ['without a rule but with a reason', '# specward-ignore -- It is a demo.', 'names no rule'],
    ['without a reason', '# specward-ignore no-delete', 'gives no reason'],
    ['with a blank reason', '# specward-ignore no-delete -- ', 'gives no reason'],
    ['with a reason that nobody sees', '# specward-ignore no-delete -- \u200b', 'gives no reason'],
    ['with an unknown rule', '# specward-ignore no-delet -- It is a demo.', 'Did you mean `no-delete`?'],
    ['for the next line, as others write it', '# specward-ignore-next-line no-delete -- x', 'names no rule'],
  ])('%s suppresses nothing and fails the run', async (_, comment, words) => {
    const result = await judged(marked(`    ${comment}\n    delete: {}\n`))
    expect([accepted(result), notices(result)]).toEqual([[], ['error ignore-incomplete openapi.yaml:6']])
    expect(messages(result)).toContain(words)
    expect(exitCode(result.report)).toBe(4)
  })

  it('is told where it is for nothing, unless the rule did not run there', async () => {
    const text = API.replace(
      '    get: {}\n',
      '    # specward-ignore no-delete -- It is a demo.\n    get: {}\n',
    )
    expect(notices(await judged(text))).toEqual(['error ignore-unused openapi.yaml:5'])
    expect(notices(await judged(text, { 'specward.yaml': 'rules: { no-delete: off }\n' }))).toEqual([])
    expect(notices(await judged(text, { 'specward.yaml': 'waivers: { stale: warn }\n' }))).toEqual([
      'warn ignore-unused openapi.yaml:5',
    ])
  })

  it('works in files that a description refers to, and with other line ends', async () => {
    const split = API.replace(
      '  /users:\n    get: {}\n    delete: {}\n    put: {}\n',
      '  /users: { $ref: users.yaml }\n',
    )
    const users = 'get: {}\r\n# specward-ignore no-delete -- It is a demo.\r\n# two\r\ndelete: {}\r\n'
    const result = await run({ 'openapi.yaml': split, 'users.yaml': users })
    expect([accepted(result), notices(result)]).toEqual([['users.yaml no-delete DELETE /users'], []])
  })

  it.each(['forbid', 'forbidInline'])('is refused by the policy: %s', async (key) => {
    const text = marked('    # specward-ignore no-delete -- It is a demo.\n    delete: {}\n')
    const result = await judged(text, { 'specward.yaml': `waivers: { ${key}: [no-delete] }\n` })
    expect([accepted(result), notices(result)]).toEqual([[], ['error ignore-forbidden openapi.yaml:6']])
    expect(exitCode(result.report)).toBe(4)
  })

  it('does not stand in the way of a waiver, which only forbidInline allows', async () => {
    const files = {
      'openapi.yaml': API,
      'specward.yaml': 'waivers: { forbidInline: ["*"] }\n',
      'specward.waivers.yaml': waivers({ rule: 'no-delete', file: 'openapi.yaml' }),
    }
    expect(accepted(await run(files))).toEqual(BOTH)
  })
})

describe('x-specward-ignore', () => {
  const api = (ignore: unknown, more: object = {}) =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: {
        '/users': { delete: { ...(ignore === undefined ? {} : { 'x-specward-ignore': ignore }), ...more } },
      },
    })

  it.each([
    ['a mapping of rules to reasons', { 'no-delete': 'It is a demo.' }],
    ['a list', [{ rule: 'no-delete', reason: 'It is a demo.' }]],
    ['one rule with its reason', { rule: 'no-delete', reason: 'It is a demo.' }],
  ])('accepts what is found about its object: %s', async (_, ignore) => {
    const result = await run({ 'openapi.json': api(ignore) })
    expect([accepted(result), notices(result)]).toEqual([['openapi.json no-delete DELETE /users'], []])
  })

  it.each([
    ['a rule alone', 'no-delete'],
    ['a list of rules', ['no-delete']],
    ['nothing', {}],
    ['an empty list', []],
    ['a rule without a reason', { 'no-delete': true }],
    ['a blank reason', { 'no-delete': ' ' }],
    ['an entry without a reason', [{ rule: 'no-delete' }]],
    ['an unknown rule', { 'no-delet': 'It is a demo.' }],
    ['null', null],
  ])('suppresses nothing and fails the run: %s', async (_, ignore) => {
    const result = await run({ 'openapi.json': api(ignore) })
    expect(accepted(result)).toEqual([])
    expect(notices(result)).toEqual(['error ignore-incomplete openapi.json:1'])
    expect(exitCode(result.report)).toBe(4)
  })

  it('accepts what is found about a value in its object', async () => {
    const schema = (ignore: object) => ({
      responses: {
        200: { description: 'A', content: { 'application/json': { schema: { type: 'secret', ...ignore } } } },
      },
    })
    const text = (ignore: object) => api(undefined, schema(ignore)).replace('"delete"', '"get"')
    const result = await run({
      'openapi.json': text({ 'x-specward-ignore': { 'no-secret-name': 'It is a demo.' } }),
    })
    expect([accepted(result).length, counting(result).length]).toEqual([1, 0])
    expect(counting(await run({ 'openapi.json': text({}) }))).toHaveLength(1)
  })

  it('of an object above accepts nothing', async () => {
    const text = JSON.stringify({
      ...JSON.parse(api(undefined)),
      'x-specward-ignore': { 'no-delete': 'It is a demo.' },
    })
    const result = await run({ 'openapi.json': text })
    expect([accepted(result), notices(result)]).toEqual([[], ['error ignore-unused openapi.json:1']])
  })

  it.each([
    ['an alias', '*gone'],
    ['a merge key', '{ <<: *gone }'],
  ])('is not for what borrows its object by %s', async (_, borrowed) => {
    const text = (other: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /b: &b
    delete: &gone
      x-specward-ignore: { no-delete: It is a demo. }
  '/1':
    delete: ${other}
`
    const result = await run({ 'openapi.yaml': text(borrowed) })
    expect([accepted(result), notices(result)]).toEqual([['openapi.yaml no-delete DELETE /b'], []])
    expect(counting(result)).toEqual(['openapi.yaml no-delete DELETE /1'])
    const own = await run({
      'openapi.yaml': text('{ <<: *gone, x-specward-ignore: { no-delete: A demo, too. } }'),
    })
    expect(accepted(own)).toHaveLength(2)
  })

  it('is found where an alias of its object comes first in the tree', async () => {
    const text = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a:
    get:
      responses:
        default:
          description: A
          content: &content
            b/b: { schema: { type: secret, x-specward-ignore: { no-secret-name: It is a demo. } } }
        '200': { description: A, content: *content }
`
    const result = await run({ 'openapi.yaml': text })
    expect([accepted(result).length, counting(result).length, notices(result)]).toEqual([1, 0, []])
  })

  it('below an alias is not for what borrows it', async () => {
    const text = `openapi: 3.1.0
info: { title: A, version: 1.0.0 }
paths:
  /a: &a
    delete: { x-specward-ignore: { no-delete: It is a demo. } }
  /b: *a
  /c: { <<: *a }
`
    expect(accepted(await run({ 'openapi.yaml': text }))).toEqual(['openapi.yaml no-delete DELETE /a'])
  })

  it('takes odd names for what they are', async () => {
    const result = await run({ 'openapi.json': api(JSON.parse('{"__proto__": "a", "constructor": "b"}')) })
    expect(notices(result)).toEqual([
      'error ignore-incomplete openapi.json:1',
      'error ignore-incomplete openapi.json:1',
    ])
  })
})
