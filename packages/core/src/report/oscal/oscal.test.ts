import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifiersOf, OSCAL_SCHEMA } from '../../../../../test/oscal-schema.ts'
import {
  answered,
  assessedControl,
  assessedDocument,
  assessedFinding,
  assessmentOf,
} from '../assessment.test-kit.ts'
import type { Assessment } from '../assessment.ts'
import { range } from '../report.test-kit.ts'
import { toOscal } from './index.ts'
import { sha1 } from './sha1.ts'
import { uuidOf } from './uuid.ts'

const ajv = () => new Ajv({ strict: false, unicodeRegExp: true, validateFormats: false })
const isValid = ajv().compile(OSCAL_SCHEMA)

/** The official schema is in no package of npm: whoever has the file names it here. */
const OFFICIAL = process.env.SPECWARD_OSCAL_SCHEMA
const isOfficial = OFFICIAL ? ajv().compile(JSON.parse(readFileSync(OFFICIAL, 'utf8'))) : undefined

// biome-ignore lint/suspicious/noExplicitAny: what is read is held against the schema first
function read(assessment: Assessment): any {
  const value = JSON.parse(toOscal(assessment))
  expect(isValid(value) ? [] : isValid.errors).toEqual([])
  if (isOfficial) expect(isOfficial(value) ? [] : isOfficial.errors).toEqual([])
  return value['assessment-results']
}

const WAIVED = {
  kind: 'waiver' as const,
  reason: 'The partner moves in March.',
  owner: 'Ada Byron',
  expires: '2027-03-31',
  file: 'specward.waivers.yaml',
  range: range(2, 5),
}

const FAILING = assessmentOf(
  assessedDocument({
    controls: [
      assessedControl({ result: 'fail', because: '2 findings.', findings: ['1', '2'], accepted: 1 }),
      assessedControl({ id: 'TRANSPORT-6', result: 'notApplicable', rules: [] }),
      assessedControl({
        id: 'TRANSPORT-7',
        told: 'person',
        because: 'Answered by Ada Byron.',
        rules: [],
        question: answered(),
      }),
      assessedControl({ id: 'AUTHZ-3', result: 'open', because: 'A rule is off.', undecided: [0] }),
      assessedControl({ id: 'DATA-4', result: 'review', because: 'A person has to confirm.', rules: [] }),
    ],
    findings: [
      assessedFinding({ fingerprint: '1' }),
      assessedFinding({ fingerprint: '2', suppressed: WAIVED }),
      assessedFinding({ fingerprint: 'not cited' }),
    ],
    undecided: [
      {
        ruleId: 'no-anonymous-write',
        because: 'the file that it refers to is missing',
        operations: [],
        file: 'openapi.yaml',
        pointer: '/paths',
        range: range(5, 1),
      },
    ],
  }),
)

describe('OSCAL assessment results', () => {
  it('have a finding for each control, satisfied where it passes alone, about an objective that is defined', () => {
    const { results, 'local-definitions': local } = read(FAILING)
    const [result] = results
    const defined = local['objectives-and-methods'].map(
      (each: { parts: { id: string }[] }) => each.parts[0]?.id,
    )
    // biome-ignore lint/suspicious/noExplicitAny: held against the schema
    expect(result.findings.map((each: any) => each.target['target-id'])).toEqual(defined)
    // biome-ignore lint/suspicious/noExplicitAny: held against the schema
    const states = result.findings.map((each: any) => [
      each.target['target-id'],
      each.target.status.state,
      each.target.status.reason,
    ])
    expect(states).toEqual([
      ['authn-1_obj', 'not-satisfied', 'fail'],
      ['transport-6_obj', 'not-satisfied', 'other'],
      ['transport-7_obj', 'satisfied', 'pass'],
      ['authz-3_obj', 'not-satisfied', 'other'],
      ['data-4_obj', 'not-satisfied', 'other'],
    ])
    expect(result.findings[1].target['implementation-status']).toEqual({ state: 'not-applicable' })
  })

  it('tell of an accepted fault as a deviation, with who answers for it and until when', () => {
    const [result] = read(FAILING).results
    // biome-ignore lint/suspicious/noExplicitAny: held against the schema
    expect(result.risks.map((risk: any) => [risk.status, risk.deadline])).toEqual([
      ['open', undefined],
      ['deviation-requested', '2027-03-31T23:59:59Z'],
    ])
    const [entry] = result.risks[1]['risk-log'].entries
    expect(entry.description).toBe('The partner moves in March.')
    expect(JSON.stringify(result.risks[1].props)).toContain('Ada Byron')
  })

  it('tell of it as approved once somebody else has approved it', () => {
    const approved = { ...WAIVED, approver: 'Grace Hopper' }
    const document = assessedDocument({
      controls: [assessedControl({ result: 'fail', findings: ['1'], accepted: 1 })],
      findings: [assessedFinding({ fingerprint: '1', suppressed: approved })],
    })
    expect(read(assessmentOf(document)).results[0].risks[0].status).toBe('deviation-approved')
  })

  it('tell how a control stands beside its result, and call nothing satisfied that is accepted', () => {
    const controls = (['fail', 'review'] as const).map((result) =>
      assessedControl({ id: result, result, standing: 'accepted', because: 'It is accepted.' }),
    )
    const { findings } = read(assessmentOf(assessedDocument({ controls }))).results[0]
    // biome-ignore lint/suspicious/noExplicitAny: held against the schema
    const told = findings.map(({ props, target: { status } }: any) => [
      // biome-ignore lint/suspicious/noExplicitAny: held against the schema
      ...props.flatMap(({ name, value }: any) => (/^(?:result|standing)$/.test(name) ? [value] : [])),
      status.state,
      status.remarks,
    ])
    expect(told).toEqual([
      ['fail', 'accepted', 'not-satisfied', undefined],
      ['review', 'accepted', 'not-satisfied', 'Somebody has accepted it. It is accepted.'],
    ])
  })

  it('tell of an answer with the person, the evidence and the last day', () => {
    const { results, metadata } = read(FAILING)
    // biome-ignore lint/suspicious/noExplicitAny: held against the schema
    const answer = results[0].observations.find((each: any) => each.methods[0] === 'INTERVIEW')
    expect(answer.expires).toBe('2027-06-30T23:59:59Z')
    expect(metadata.parties).toEqual([
      { uuid: answer.origins[0].actors[0]['actor-uuid'], type: 'person', name: 'Ada Byron' },
    ])
  })

  it('name what the requirements of frameworks are that a control supports', () => {
    const [finding] = read(FAILING).results[0].findings
    for (const value of ['API2:2023', 'API5:2023']) {
      expect(finding.props).toContainEqual(
        expect.objectContaining({ name: 'supports-owasp-api-2023', value }),
      )
    }
  })

  it('have no UUID twice and refer to none that is not there', () => {
    const two = assessmentOf(...FAILING.documents, { ...FAILING.documents[0], file: 'other.yaml' } as never)
    const { defined, named } = identifiersOf(read(two))
    expect(defined.length).toBe(new Set(defined).size)
    expect(named.filter((uuid) => !defined.includes(uuid))).toEqual([])
  })

  it('are the same bytes for the same assessment, and have another UUID for another', () => {
    expect(toOscal(FAILING)).toBe(toOscal(structuredClone(FAILING)))
    expect(read({ ...FAILING, date: '2027-02-01' }).uuid).not.toBe(read(FAILING).uuid)
  })

  it('are valid whatever stands in a description', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' ', '\n', '</script>', '[a](javascript:x)', '\u202e', '\ud800', '__proto__'),
    )
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const hostile = assessedFinding({ message: a, file: b, operations: [c], pointer: a, ruleId: b })
        const answer = { ...answered().answers[0], by: a, evidence: b, comment: c }
        read(
          assessmentOf(
            assessedDocument({
              title: a,
              apiVersion: b,
              file: c,
              findings: [hostile],
              controls: [
                assessedControl({
                  result: 'fail',
                  because: a,
                  findings: [hostile.fingerprint],
                  question: answered({ text: b, answers: [answer as never] }),
                }),
              ],
            }),
          ),
        )
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})

describe('the official schema of OSCAL 1.2.1', () => {
  it.skipIf(!isOfficial)('was held against all of the above (skipped without SPECWARD_OSCAL_SCHEMA)', () => {
    expect(isOfficial?.({ 'assessment-results': {} })).toBe(false)
  })
})

describe('the names of things in OSCAL', () => {
  it('are UUIDs of version 5', () => {
    // name space of domain names (RFC 9562, section 6.6)
    expect(uuidOf('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    )
  })

  it('rest on SHA-1', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        const ours = Buffer.from(sha1([bytes.subarray(0, cut), bytes.subarray(cut)])).toString('hex')
        expect(ours).toBe(createHash('sha1').update(bytes).digest('hex'))
      }),
      { seed: 7 },
    )
  })
})
