import type { AssessedControl, AssessedDocument, AssessedFinding, Assessment } from './assessment.ts'
import { finding, range } from './report.test-kit.ts'

export function assessedFinding(more: Partial<AssessedFinding> = {}): AssessedFinding {
  return { ...finding(), inPolicy: true, ...more }
}

export function assessedControl(more: Partial<AssessedControl> = {}): AssessedControl {
  return {
    id: 'AUTHN-1',
    title: 'Every operation asks who calls, or is public by decision.',
    told: 'description',
    result: 'pass',
    standing: more.result ?? 'pass',
    because: '1 rule judged 12 operations and found nothing.',
    rules: [{ id: 'no-anonymous-write', state: 'judged', judged: 12, undecided: 0, findings: 0 }],
    findings: [],
    accepted: 0,
    undecided: [],
    question: null,
    ...more,
  }
}

export function assessedDocument(more: Partial<AssessedDocument> = {}): AssessedDocument {
  return {
    file: 'openapi.yaml',
    format: 'oas3.1',
    digest: 'a'.repeat(64),
    operations: 12,
    title: 'Orders',
    apiVersion: '1.0.0',
    complete: true,
    controls: [assessedControl()],
    rows: [],
    frameworks: [
      {
        id: 'owasp-api-2023',
        title: 'OWASP API Security Top 10',
        version: '2023',
        items: [
          {
            id: 'API2:2023',
            result: 'pass',
            standing: 'pass',
            because: 'AUTHN-1 passes.',
            controls: ['AUTHN-1'],
          },
          {
            id: 'API5:2023',
            result: 'pass',
            standing: 'pass',
            because: 'AUTHN-1 passes.',
            controls: ['AUTHN-1'],
          },
        ],
      },
    ],
    exposure: [],
    findings: [],
    undecided: [],
    ...more,
  }
}

export function assessmentOf(...documents: readonly AssessedDocument[]): Assessment {
  return {
    version: 1,
    tool: { name: 'specward', version: '0.1.0' },
    date: '2027-01-31',
    policy: { digest: 'b'.repeat(64), sources: ['specward:recommended'] },
    catalogue: { id: 'specward', version: '1', digest: 'c'.repeat(64) },
    documents,
  }
}

export function answered(more: Partial<NonNullable<AssessedControl['question']>> = {}) {
  return {
    text: 'Is TLS 1.2 the least that the hosts accept?',
    evidence: 'A scan of the hosts.',
    covers: 'servers' as const,
    digest: 'd'.repeat(64),
    operations: [],
    state: 'answered' as const,
    answers: [
      {
        answer: 'yes' as const,
        by: 'Ada Byron',
        date: '2027-01-15',
        validUntil: '2027-06-30',
        evidence: 'https://wiki.example.com/scan 7',
        state: 'valid' as const,
        file: 'specward.attestations.yaml',
        range: range(3, 5),
      },
    ],
    ...more,
  }
}
