import { beforeAll, describe, expect, it } from 'vitest'
import { project } from './project.ts'
import { runIn } from './run-in.ts'

// `lint --changed`: what git and pre-commit hand over are names of files, most of which are no API descriptions.

const OPEN = `openapi: 3.1.0
info: { title: Orders, version: '1' }
servers: [{ url: https://api.example.com }]
security: []
paths:
  /orders/{id}:
    delete:
      parameters: [{ name: id, in: path, required: true, schema: { $ref: 'schemas/ids.yaml#/orderId' } }]
      responses:
        '204': { description: Gone. }
`
const FILES: Readonly<Record<string, string>> = {
  'orders.yaml': OPEN,
  'missing-part.yaml': OPEN.replace('schemas/ids.yaml', 'schemas/lost.yaml'),
  'alone.yaml': OPEN.replace("{ $ref: 'schemas/ids.yaml#/orderId' }", '{ type: string }'),
  'schemas/ids.yaml': "orderId: { $ref: 'more/base.yaml#/id' }\n",
  'schemas/more/base.yaml': 'id: { type: string, format: uuid }\n',
  'services/billing/specward.yaml': 'extends: [../../policy/base.yaml]\n',
  'services/billing/openapi.yaml': OPEN.replace("{ $ref: 'schemas/ids.yaml#/orderId' }", '{ type: string }'),
  'policy/base.yaml': 'extends: [specward:recommended]\n',
  'broken.yaml': 'openapi: 3.1.0\npaths: [\n',
  'tokens.policy-test.yaml': OPEN,
  'package.json': '{ "name": "orders" }\n',
  'with blank [1].yaml': OPEN.replace("{ $ref: 'schemas/ids.yaml#/orderId' }", '{ type: string }'),
}
let cwd = ''

beforeAll(async () => {
  cwd = await project(FILES)
})

async function judged(...args: readonly string[]) {
  const { code, out, err } = await runIn(cwd, ['lint', '--format', 'json', '--changed', ...args])
  const report = out === '' ? { documents: [] } : JSON.parse(out)
  return { code, err, files: report.documents.map(({ file }: { file: string }) => file), report }
}

describe('lint --changed', () => {
  it('judges a description that changed, and no other', async () => {
    expect(await judged('alone.yaml')).toMatchObject({ code: 1, files: ['alone.yaml'] })
  })

  it('takes a name as it is, whatever characters it has', async () => {
    expect(await judged('with blank [1].yaml')).toMatchObject({ code: 1, files: ['with blank [1].yaml'] })
  })

  it('passes over what is neither a description nor part of one', async () => {
    const { code, err, files, report } = await judged('package.json', 'tokens.policy-test.yaml')
    expect([code, err, files, report.problems]).toEqual([0, '', [], []])
    expect(report.skipped).toContainEqual(
      expect.objectContaining({ file: 'alone.yaml', reason: 'not touched by what changed' }),
    )
  })

  it('judges a description that refers to what changed, also over another file', async () => {
    expect(await judged('schemas/more/base.yaml')).toMatchObject({ code: 1, files: ['orders.yaml'] })
  })

  it('judges a description whose part was deleted', async () => {
    const { code, report } = await judged('schemas/lost.yaml')
    expect(code).toBe(3)
    expect(report.problems).toMatchObject([{ code: 'ref-file-not-found', file: 'missing-part.yaml' }])
  })

  it('passes over a description that was deleted', async () => {
    expect(await judged('gone.yaml')).toMatchObject({ code: 0, files: [] })
  })

  it('judges what a policy is for that changed, wherever the policy stands', async () => {
    expect(await judged('policy/base.yaml')).toMatchObject({ files: ['services/billing/openapi.yaml'] })
  })

  it.each(['services/billing/specward.waivers.yaml', 'services/billing/specward.lock'])(
    'judges everything when the configuration changed, also where it is gone: %s',
    async (name) => {
      const { files } = await judged(name)
      expect(files).toEqual(
        expect.arrayContaining(['alone.yaml', 'orders.yaml', 'services/billing/openapi.yaml']),
      )
    },
  )

  it('does not pass a description that changed and cannot be read', async () => {
    const { code, report } = await judged('broken.yaml')
    expect(code).toBe(3)
    expect(report.problems).toContainEqual(
      expect.objectContaining({ code: 'syntax-error', file: 'broken.yaml' }),
    )
  })

  it('leaves out what is left out', async () => {
    expect(await judged('alone.yaml', 'package.json', '!alone.yaml')).toMatchObject({ code: 0, files: [] })
  })

  it.each([[[]], [['-']], [['schemas']], [['https://api.example.com/openapi.yaml']]])(
    'ends with 2 for %j, of which nothing is a file that changed',
    async (args) => {
      const { code, err } = await judged(...args)
      expect(code).toBe(2)
      expect(err).toContain('error: `--changed`')
    },
  )

  it('says that the change touches no description', async () => {
    const { code, out } = await runIn(cwd, ['lint', '--changed', 'package.json'])
    expect(code).toBe(0)
    expect(out).toContain('nothing was judged: what changed touches no API description')
  })
})
