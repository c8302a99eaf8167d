import { runRule } from '@specward/core/testing'
import { describe, expect, it } from 'vitest'
import internals from './no-internals-in-error.ts'
import trace from './no-stack-trace-example.ts'

const error = (properties: string, status = '500') =>
  `'${status}': { description: No, content: { application/json: { schema: { type: object, properties: ${properties} } } } }`

const api = (...paths: readonly string[]) =>
  `paths:\n${paths.map((path, index) => `  /p${index}: { get: { responses: { '200': { description: OK }, ${path} } } }\n`).join('')}`

const found = async (text: string) => (await runRule(internals, text)).findings.map(({ message }) => message)

describe('no-internals-in-error', () => {
  it('reports a schema that errors share once, with its properties and their operations', async () => {
    const shared =
      "{ description: No, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } }"
    const text = `${api(`'500': ${shared}`, `'503': ${shared}`)}components: { schemas: { E: { properties: { stackTrace: { type: string }, sqlState: { type: string } } } } }\n`
    const { findings } = await runRule(internals, text)
    expect(findings.map(({ text: name, operations }) => [name, operations])).toEqual([
      ['stackTrace', ['GET /p0', 'GET /p1']],
    ])
    expect(findings.map(({ message, related }) => [message, related.length])).toEqual([
      ['500 responses expose `stackTrace` and `sqlState` to callers.', 1],
    ])
  })

  it('reports errors that are written again and again at each place, in the same words', async () => {
    const same = error('{ error: { type: object, properties: { stackTrace: { type: string } } } }')
    const { findings } = await runRule(internals, api(same, same, same))
    expect(findings.map(({ message, operations }) => [message, operations])).toEqual([
      ['500 responses expose `stackTrace` in `error` to callers.', ['GET /p0']],
      ['500 responses expose `stackTrace` in `error` to callers.', ['GET /p1']],
      ['500 responses expose `stackTrace` in `error` to callers.', ['GET /p2']],
    ])
  })

  it('tells the same name in two schemas twice', async () => {
    const inner =
      '{ stackTrace: { type: string }, cause: { type: object, properties: { sqlState: { type: string } } } }'
    expect(await found(api(error(inner)))).toHaveLength(2)
  })

  it('comes to an end where an error holds itself', async () => {
    const text = `${api(
      "'500': { description: No, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } }",
    )}components: { schemas: { E: { properties: { cause: { $ref: '#/components/schemas/E' }, constructor: { type: string }, sqlState: { type: string } } } } }\n`
    expect(await found(text)).toHaveLength(1)
  })

  it('cannot decide where another error says that callers do not see it', async () => {
    const hidden = error('{ callstack: { type: string, description: Only visible in development } }')
    const { findings, undecided } = await runRule(
      internals,
      api(hidden, error('{ callstack: { type: string } }')),
    )
    expect([findings.length, undecided.length]).toEqual([0, 1])
  })

  it.each([
    '{ stack: { type: string } }',
    '{ exception: { type: string } }',
    '{ debug: { type: object } }',
    '{ sqlQuery: { type: string } }',
    '{ rootCauseExceptionStack: { type: string } }',
    '{ exceptionClassName: { type: string } }',
    '{ StackTraceString: { type: string } }',
    '{ timestamp: {}, status: {}, path: {}, trace: { type: string } }',
    '{ class: { type: string }, file: { type: string }, line: { type: integer } }',
    '{ ssn: { type: string } }',
  ])('reports %s', async (properties) => {
    expect((await found(api(error(properties)))).length).toBeGreaterThan(0)
  })

  it.each([
    '{ file: { type: string }, line: { type: integer } }',
    '{ class: { type: string }, file: { type: string, description: Name of the uploaded file }, line: { type: integer, description: Line in the CSV } }',
    '{ trace: { type: string } }',
    '{ stackTraceId: { type: string } }',
    '{ includeStackTrace: { type: string } }',
    '{ className: { type: string } }',
    '{ stack: { type: object } }',
    '{ debug_id: { type: string } }',
    '{ exception: { type: object, properties: { message: { type: string } } } }',
    '{ callstack: { type: string, description: Only visible in development } }',
    '{ query: { type: string }, path: { type: string }, field: { type: string } }',
    '{ email: { type: string } }',
  ])('is silent about %s', async (properties) => {
    expect(await found(api(error(properties)))).toEqual([])
  })

  it('takes `default` for an error only beside a success', async () => {
    const only = `paths: { /a: { get: { responses: { ${error('{ sqlState: { type: string } }', 'default')} } } } }\n`
    expect(await found(only)).toEqual([])
    expect(await found(api(error('{ sqlState: { type: string } }', 'default')))).toHaveLength(1)
  })
})

describe('no-stack-trace-example', () => {
  const shown = async (text: string) => {
    const example = `{ message: ${JSON.stringify(text)} }`
    const response = `'500': { description: No, content: { application/json: { example: ${example} } } }`
    return (await runRule(trace, api(response))).findings.map(({ message }) => message)
  }

  it.each([
    ['Traceback (most recent call last):\n  File "/app/a.py", line 3', 'a stack trace'],
    ['at System.Web.Mvc.Run() in C:\\src\\a.cs:line 20', 'a stack trace'],
    ['TypeError: x\n    at Object.<anonymous> (/app/index.js:3:9)', 'a stack trace'],
    ['goroutine 1 [running]:', 'a stack trace'],
    ['PHP Fatal error in index.php on line 12', 'a stack trace'],
    ['java.lang.NullPointerException', 'the name of an exception class'],
    ['System.NullReferenceException: no', 'the name of an exception class'],
    ['psycopg2.errors.UniqueViolation: psycopg2.IntegrityError', 'the name of an exception class'],
    ['SQLSTATE[42S02]: table not found', 'an error of the database'],
    ['duplicate key value violates unique constraint "a"', 'an error of the database'],
    ['rpc error: code = NotFound desc = no such tag', 'an error of a service behind the API'],
    ["SELECT a FROM b WHERE c = 'd'", 'an SQL statement'],
    ['C:\\inetpub\\wwwroot\\app\\a.config', 'a path of the server'],
  ])('knows %s', async (text, what) => {
    expect(await shown(text)).toEqual([`The 500 response of \`GET /p0\` is shown with ${what} in it.`])
  })

  it('reads the beginning of a long example, and does not decide on the rest', async () => {
    const text = (first: string, count: number) =>
      api(
        `'500': { description: No, content: { application/json: { example: [${first}${'a, '.repeat(count)}b] } } }`,
      )
    const long = await runRule(trace, text('', 3_000))
    expect([long.findings.length, long.undecided.length]).toEqual([0, 1])
    expect((await runRule(trace, text('java.lang.NullPointerException, ', 3_000))).findings).toHaveLength(1)
    expect((await runRule(trace, text('', 100))).undecided).toEqual([])
  })

  it.each([
    'Select one from the list where the date is set.',
    'The file at /opt/out is missing.',
    'Look at https://example.com/home/docs/a.html',
    'com.example.orders.NotFound',
    'Error in line 12 of your file.',
    'C:\\',
  ])('is silent about %s', async (text) => {
    expect(await shown(text)).toEqual([])
  })
})
