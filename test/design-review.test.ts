import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { project, put } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

const TODAY = '2027-01-31'

const API = `openapi: 3.1.0
info:
  title: Shop
  version: 1.0.0
  description: Orders of customers.
servers:
  - url: https://api.example.com
security:
  - token: []
paths:
  /orders/{orderId}:
    parameters:
      - { name: orderId, in: path, required: true, schema: { type: string, format: uuid } }
    get:
      summary: Reads an order.
      responses:
        '200':
          description: The order.
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        '401': { description: Nobody is signed in. }
        '403': { description: Not allowed. }
    delete:
      summary: Cancels an order.
      responses:
        '204': { description: It is gone. }
        '401': { description: Nobody is signed in. }
        '403': { description: Not allowed. }
  /prices:
    get:
      summary: Lists prices.
      responses:
        '200':
          description: Prices.
          content: { application/json: { schema: { type: array, maxItems: 100, items: { $ref: '#/components/schemas/Price' } } } }
        '401': { description: Nobody is signed in. }
        '403': { description: Not allowed. }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    Order:
      type: object
      properties: { total: { type: integer, minimum: 0, maximum: 100000 } }
    Price:
      type: object
      properties: { amount: { type: integer, minimum: 0, maximum: 100000 } }
`

let cwd = ''

beforeEach(async () => {
  cwd = await project({ 'openapi.yaml': API })
})

const write = (name: string, text: string) => put(cwd, { [name]: text })
const read = (name: string) => readFile(join(cwd, name), 'utf8')
const specward = (args: readonly string[], today = TODAY): Promise<Printed> =>
  runIn(cwd, args, undefined, { today: () => today })

const attest = (control: string, ...more: readonly string[]) =>
  specward([
    ...['attest', control, '--document', 'openapi.yaml', '--answer', 'yes', '--by', 'Dana Fields'],
    ...['--evidence', 'https://wiki.example.com/7', ...more],
  ])

/** What is printed, in one line. */
async function lint(file: string, today = TODAY): Promise<string> {
  return (await specward(['lint', file], today)).out.replace(/\s+/g, ' ')
}

/** Codes, controls and lines of what is told about answers. */
async function told(today = TODAY): Promise<readonly string[]> {
  const { out } = await specward(['lint', '--format', 'json', 'openapi.yaml'], today)
  const { notices } = JSON.parse(out) as {
    notices: { code: string; message: string; severity: string; range: { start: { line: number } } }[]
  }
  return notices
    .filter(({ code }) => code.startsWith('attestation'))
    .map(({ code, severity, message, range }) => {
      const control = /\b[A-Z]+-\d+\b/.exec(message)?.[0]
      return `${severity} ${code} ${control} ${range.start.line}`
    })
}

async function edit(from: string, to: string): Promise<void> {
  const text = await read('openapi.yaml')
  expect(text).toContain(from)
  await write('openapi.yaml', text.replace(from, to))
}

describe('a design review', () => {
  it('goes from the checklist over answers to a sign-off, and a change reopens what it is about', async () => {
    const fresh = await specward(['checklist', 'openapi.yaml', '--fail-on', 'open'])
    expect(fresh.code).toBe(1)
    expect(fresh.out).toContain('It cannot be signed yet')

    const { out: blank } = await specward(['attest', '--template'])
    await write('specward.attestations.yaml', blank)
    const unfilled = await specward(['lint', 'openapi.yaml'])
    expect(unfilled.code).toBe(0)
    expect(unfilled.out).toContain('warn attestation-incomplete')
    expect((await specward(['checklist', 'openapi.yaml', '--fail-on', 'open'])).code).toBe(1)

    const { attestations } = parse(blank) as { attestations: Record<string, unknown>[] }
    const filled = attestations.map((entry) => ({
      ...entry,
      answer: 'yes',
      by: 'Dana Fields',
      evidence: 'TICKET-7',
    }))
    await write('specward.attestations.yaml', stringify({ attestations: filled }))
    const signed = await specward(['checklist', 'openapi.yaml', '--fail-on', 'open'])
    expect(signed.err).toBe('')
    expect(signed.code).toBe(0)
    expect((await specward(['lint', 'openapi.yaml'])).code).toBe(0)

    await edit(
      'type: integer, minimum: 0, maximum: 100000 } }\n    Price',
      'type: integer, minimum: 1, maximum: 100000 } }\n    Price',
    )
    const changed = await specward(['checklist', 'openapi.yaml', '--fail-on', 'open'])
    expect(changed.code).toBe(4)
    expect(changed.err).toContain('`GET /orders/{orderId}` has changed since')
    expect(changed.out).toContain('no longer holds: what it was about has changed')
  })

  it('can be signed with what is broken once somebody has accepted that', async () => {
    await edit('https://api.example.com', 'http://api.example.com')
    const gate = ['checklist', 'openapi.yaml', '--fail-on', 'fail']
    const broken = await specward(gate)
    expect(broken.code).toBe(1)
    expect(broken.err).toContain('TRANSPORT-1')
    const { out } = await specward(['lint', '--format', 'json', 'openapi.yaml'])
    const { findings } = JSON.parse(out) as { findings: { severity: string; fingerprint: string }[] }
    for (const { fingerprint } of findings.filter(
      ({ severity }) => severity === 'error' || severity === 'warn',
    )) {
      const who = ['--owner', 'Kim Rowe', '--reason', 'It is behind the gateway.', '--expires', '2027-02-28']
      expect((await specward(['waive', fingerprint, 'openapi.yaml', ...who])).code).toBe(0)
    }
    const accepted = await specward(gate)
    expect(accepted.err).toBe('')
    expect(accepted.code).toBe(0)
    expect(accepted.out).toContain('accepted by Kim Rowe, until 2027-02-28')
    expect((await specward(gate, '2027-03-01')).code).toBe(4)
  })

  it('asks one question again when what one answer is about has changed', async () => {
    await attest('AUTHZ-3')
    await attest('TRANSPORT-7')
    await attest('INFRA-1')
    expect(await told()).toEqual([])
    const before = await read('specward.attestations.yaml')
    const line = before.split('\n').findIndex((each) => each.includes('AUTHZ-3')) + 1

    await edit('format: uuid', 'format: int64')
    expect(await told()).toEqual([`error attestation-changed AUTHZ-3 ${line}`])
    const { code, out } = await specward(['lint', 'openapi.yaml'])
    expect(code).toBe(4)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'The answer to AUTHZ-3 for `openapi.yaml` (Dana Fields, 2027-01-31) no longer holds: `DELETE /orders/{orderId}`, `GET /orders/{orderId}` have changed since.',
    )

    await specward(['attest', 'AUTHZ-3', '--document', 'openapi.yaml', '--by', 'Kim Rowe'])
    expect(await told()).toEqual([])
    expect((await read('specward.attestations.yaml')).match(/control: AUTHZ-3/g)).toHaveLength(1)
  })

  it.each([
    ['prose', 'summary: Reads an order.', 'summary: Gives an order.'],
    ['a comment', 'paths:', '# the interface\npaths:'],
    [
      'something that it is not about',
      'properties: { amount: { type: integer',
      'properties: { amount: { type: number',
    ],
    ['another name of a schema', API.slice(API.indexOf('  schemas:')), API.slice(API.indexOf('  schemas:'))],
  ])('asks nothing again for a change of %s', async (_, from, to) => {
    await attest('AUTHZ-3')
    await edit(from, to)
    expect(await told()).toEqual([])
  })

  it('tells of an operation that is new, and of one that is gone', async () => {
    await attest('AUTHZ-3')
    await edit(
      '  /prices:',
      '  /bills/{id}:\n    get: { responses: { "200": { description: A bill. } } }\n  /prices:',
    )
    expect(await lint('openapi.yaml')).toContain('`GET /bills/{id}` is new since')
    await write('openapi.yaml', API.replace(/ {4}delete:[\s\S]*? {2}\/prices:/, '  /prices:'))
    expect(await lint('openapi.yaml')).toContain('`DELETE /orders/{orderId}` is gone')
  })

  it('lets an answer be about some operations', async () => {
    await attest('AUTHZ-3', '--operations', 'GET *')
    await edit("'204': { description: It is gone. }", "'202': { description: It will be gone. }")
    expect(await told()).toEqual([])
    const { out } = await specward(['checklist', '--format', 'json', 'openapi.yaml'])
    const { documents } = JSON.parse(out) as {
      documents: { controls: { id: string; question: { state: string } | null }[] }[]
    }
    const control = documents[0]?.controls.find(({ id }) => id === 'AUTHZ-3')
    expect(control?.question?.state).toBe('unanswered')
  })
})

describe('answers in time', () => {
  it.each([
    ['2027-06-29', []],
    ['2027-06-30', ['warn attestation-ends-soon AUTHZ-3 4']],
    ['2027-07-30', ['warn attestation-ends-soon AUTHZ-3 4']],
    ['2027-07-31', ['error attestation-expired AUTHZ-3 4']],
  ])('on %s', async (today, expected) => {
    await attest('AUTHZ-3')
    expect(await told(today)).toEqual(expected)
  })

  it('are outdated as gravely as the policy says', async () => {
    await attest('AUTHZ-3')
    await write('specward.yaml', 'attestations: { outdated: warn, endsSoon: 5 }\n')
    expect(await told('2027-07-20')).toEqual([])
    expect(await told('2027-08-01')).toEqual(['warn attestation-expired AUTHZ-3 4'])
  })

  it('hold no longer than the policy allows', async () => {
    await write('specward.yaml', 'attestations: { longest: 90 }\n')
    const tooLong = await attest('AUTHZ-3', '--valid', '91d')
    expect(tooLong.code).toBe(2)
    expect(tooLong.err).toContain('90 days at most')
    await attest('AUTHZ-3')
    expect(await read('specward.attestations.yaml')).toContain("validUntil: '2027-05-01'")
    await write('specward.yaml', 'attestations: { longest: 30 }\n')
    expect(await told()).toEqual(['error attestation-incomplete AUTHZ-3 4'])
  })

  it('cannot be softened against a lock', async () => {
    await write('base.yaml', 'attestations: { longest: 90 }\nlocked: { settings: [attestations] }\n')
    await write('specward.yaml', 'extends: [./base.yaml]\nattestations: { longest: 120 }\n')
    const { code, err } = await specward(['lint', 'openapi.yaml'])
    expect(code).toBe(2)
    expect(err).toContain(
      '`attestations` cannot be softened here (`longest: 120`): they are locked in base.yaml:2',
    )
    await write('specward.yaml', 'extends: [./base.yaml]\nattestations: { longest: 60 }\n')
    expect((await specward(['config'])).out.replace(/ +/g, ' ')).toContain(
      'attestations:\n longest: 60 # specward.yaml:2',
    )
    expect((await specward(['lint', 'openapi.yaml'])).code).toBe(0)
  })
})

describe('an entry that answers nothing', () => {
  const entry = async (change: (entry: Record<string, unknown>) => Record<string, unknown>) => {
    await attest('AUTHZ-3')
    const { attestations } = parse(await read('specward.attestations.yaml')) as {
      attestations: Record<string, unknown>[]
    }
    await write('specward.attestations.yaml', stringify({ attestations: attestations.map(change) }))
    const { code, out } = await specward(['lint', 'openapi.yaml'])
    return { code, out: out.replace(/\s+/g, ' ') }
  }
  const without = (key: string) => (whole: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key))

  it.each(['control', 'document', 'answer', 'by', 'date', 'validUntil', 'digest'])(
    'lacks %s',
    async (key) => {
      const { code, out } = await entry(without(key))
      expect(out).toContain(`needs \`${key}\``)
      expect(code).toBe(4)
    },
  )

  it.each([
    ['a control that is not there', { control: 'AUTZ-3' }, 'Did you mean `AUTHZ-3`?'],
    ['a document that is not there', { document: 'opnapi.yaml' }, 'there is no such file'],
    ['several documents', { document: '*.yaml' }, '`document` is one file'],
    ['an answer that is none', { answer: 'maybe' }, 'must be `yes`, `no` or `not-applicable`'],
    ['a day that is still to come', { date: '2027-02-01' }, 'which is still to come'],
    ['a last day before the first', { validUntil: '2027-01-30' }, 'which is before `date`'],
    ['no day of the calendar', { validUntil: '2027-02-30' }, 'no day of the calendar'],
    ['a yes without evidence', { evidence: undefined }, 'needs `evidence`'],
    ['a blank name', { by: ' ' }, '`by` is blank'],
    ['a name that nobody sees', { by: '\u200b' }, '`by` is blank'],
    ['evidence that nobody sees', { evidence: '\u2060 \u00ad' }, '`evidence` is blank'],
    ['a digest that is none', { digest: 'abc' }, 'is no digest'],
    ['operations that are none', { operations: ['users'] }, 'is no operation'],
    [
      'operations that it is not asked of',
      { operations: ['GET /prices'] },
      'it is asked of no such operation',
    ],
    ['a key that is not known', { approvedBy: 'me' }, 'Unknown key `approvedBy`'],
  ])('has %s', async (_, change, message) => {
    const { code, out } = await entry((whole) => ({ ...whole, ...change }))
    expect(out).toContain(message)
    expect(code).toBe(4)
  })

  it('is about operations where the control is about the whole', async () => {
    await attest('TRANSPORT-7')
    const text = await read('specward.attestations.yaml')
    await write(
      'specward.attestations.yaml',
      text.replace('    answer', '    operations: ["GET /prices"]\n    answer'),
    )
    const { code, out } = await specward(['lint', 'openapi.yaml'])
    expect(out.replace(/\s+/g, ' ')).toContain('TRANSPORT-7 is not asked of single operations')
    expect(code).toBe(4)
  })

  it.each(['true', 'YES', '"yes"', "'Yes'"])('is not one that says %s', async (word) => {
    await attest('AUTHZ-3')
    const text = await read('specward.attestations.yaml')
    await write('specward.attestations.yaml', text.replace('answer: yes', `answer: ${word}`))
    expect(await told()).toEqual([])
  })

  it('and a file that holds no list ends the run', async () => {
    await write('specward.attestations.yaml', 'attestations: none\n')
    const { code, err } = await specward(['lint', 'openapi.yaml'])
    expect(code).toBe(2)
    expect(err).toContain('specward.attestations.yaml:1:15: `attestations` must be a list')
  })

  it('says nothing of a document that could not be read as a whole', async () => {
    await attest('AUTHZ-3')
    await edit("$ref: '#/components/schemas/Order'", "$ref: '#/components/schemas/Gone'")
    expect((await specward(['lint', 'openapi.yaml'])).code).toBe(3)
    expect(await told()).toEqual([])
  })
})

describe('the command that records an answer', () => {
  it.each([
    [['attest'], 'name the control'],
    [['attest', 'AUTHZ-3', '--by', 'me'], '--document'],
    [['attest', 'AUTHZ-3', '--document', 'openapi.yaml'], '--by'],
    [['attest', 'AUTZ-3', '--document', 'openapi.yaml', '--by', 'me'], 'Did you mean `AUTHZ-3`?'],
    [['attest', 'AUTHZ-3', '--document', 'openapi.yaml', '--by', 'me'], 'say what the answer'],
    [['attest', 'AUTHZ-3', '--document', 'openapi.yaml', '--by', 'me', '--answer', 'yes'], 'needs evidence'],
    [['attest', 'AUTHZ-3', '--document', 'openapi.yaml', '--by', 'me', '--answer', 'ja'], '--answer ja'],
    [
      ['attest', 'AUTHZ-3', '--document', 'openapi.yaml', '--by', 'me', '--answer', 'no', '--valid', 'x'],
      '--valid x',
    ],
    [
      [
        'attest',
        'AUTHZ-3',
        '--document',
        'openapi.yaml',
        '--by',
        'me',
        '--answer',
        'no',
        '--operations',
        'GET /no',
      ],
      'is asked of no operation',
    ],
    [
      [
        'attest',
        'TRANSPORT-7',
        '--document',
        'openapi.yaml',
        '--by',
        'me',
        '--answer',
        'no',
        '--operations',
        'GET /prices',
      ],
      'is not asked of single operations',
    ],
    [['attest', '--template', '--by', 'me'], 'does not go with `--template`'],
    [['checklist', '--framework', 'owasp-api-2032'], 'owasp-api-2023'],
    [['checklist', '--fail-on', 'error'], '--fail-on error'],
    [['checklist', '--format', 'pdf'], '--format pdf'],
    [['checklist', '--output', 'openapi.yaml'], 'would overwrite'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await specward(args)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })

  it('records nothing about what could not be read', async () => {
    await edit("$ref: '#/components/schemas/Order'", "$ref: '#/components/schemas/Gone'")
    const { code, err } = await attest('AUTHZ-3')
    expect(code).toBe(3)
    expect(err).toContain('nothing is recorded')
    await expect(read('specward.attestations.yaml')).rejects.toThrow()
  })

  it('says where an answer mends nothing', async () => {
    await edit('    delete:\n', '    delete:\n      security: []\n')
    const { code, err } = await attest('AUTHN-1')
    expect(code).toBe(0)
    expect(err).toContain('AUTHN-1')
  })

  it('writes beside the configuration, with the name of the document from there', async () => {
    await write('apis/shop.yaml', API)
    await write('apis/specward.yaml', 'attestations: { longest: 100 }\n')
    await specward(['attest', 'AUTHZ-3', '--document', 'apis/shop.yaml', '--answer', 'no', '--by', 'me'])
    expect(await read('apis/specward.attestations.yaml')).toContain('document: shop.yaml\n')
    expect(await lint('apis/shop.yaml', '2028-01-01')).toContain('--document apis/shop.yaml')
  })

  it.each(['my api #1.yaml', "Übersicht [1] 'x' %20.yaml", 'a^b|c`d{e}.yaml'])(
    'knows a description named %s',
    async (name) => {
      await write(name, API)
      await specward(['attest', 'AUTHZ-3', '--document', name, '--answer', 'no', '--by', 'me'])
      expect(await lint(name, '2028-01-01')).toContain('attestation-expired')
    },
  )

  it('a `no` breaks the control', async () => {
    await specward(['attest', 'INFRA-1', '--document', 'openapi.yaml', '--answer', 'no', '--by', 'me'])
    const { code, err } = await specward(['checklist', 'openapi.yaml', '--fail-on', 'fail'])
    expect(err).toContain('INFRA-1')
    expect(code).toBe(1)
  })
})
