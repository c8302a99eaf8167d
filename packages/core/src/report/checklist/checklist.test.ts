import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  answered,
  assessedControl,
  assessedDocument,
  assessedFinding,
  assessmentOf,
} from '../assessment.test-kit.ts'
import type { AssessedDocument } from '../assessment.ts'
import { CHECKLIST_FORMATS, type ChecklistFormat, renderChecklist } from './formats.ts'
import { unsigned } from './view.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function render(format: ChecklistFormat, document: Partial<AssessedDocument>, framework?: string): string {
  return renderChecklist(assessmentOf(assessedDocument(document)), format, { framework, sha256 })
}

const accepted = {
  kind: 'waiver' as const,
  reason: 'Behind the gateway.',
  owner: 'Kim Rowe',
  expires: '2027-03-01',
  file: 'specward.waivers.yaml',
}

const broken = assessedControl({ result: 'fail', because: 'Broken by 1 finding.', findings: ['f1'] })

describe('a checklist', () => {
  it('ticks what holds, and gives what is open as a question with the evidence that would answer it', () => {
    const open = assessedControl({
      id: 'TRANSPORT-7',
      title: 'TLS is up to date.',
      told: 'person',
      result: 'open',
      because: 'No description shows it.',
      question: answered({ state: 'unanswered', answers: [] }),
    })
    const text = render('markdown', { controls: [assessedControl(), open] })
    expect(text).toContain('- [x] **AUTHN-1** Every operation asks who calls')
    expect(text).toContain('- [ ] **TRANSPORT-7** TLS is up to date. **open**: No description shows it.')
    expect(text).toContain('**Question:** Is TLS 1.2 the least that the hosts accept?')
    expect(text).toContain('Evidence that would answer it: A scan of the hosts.')
    expect(text).toContain(
      "`specward attest TRANSPORT-7 --document openapi.yaml --answer '<yes, no or not-applicable>' --by '<name>'",
    )
    expect(text).toContain('It cannot be signed yet: 1 open.')
  })

  it('tells what breaks a control with its place, and who has accepted it', () => {
    const finding = assessedFinding({ fingerprint: 'f1', severity: 'error' })
    const text = render('markdown', { controls: [broken], findings: [finding] })
    expect(text).toContain(`\`${finding.file}:${finding.range.start.line}\``)
    expect(text).toContain('It cannot be signed yet: 1 control broken.')
    const waived = { ...finding, suppressed: accepted }
    const settled = { ...broken, standing: 'accepted' as const }
    const after = render('markdown', { controls: [settled], findings: [waived] })
    expect(after).toContain('accepted by Kim Rowe, until 2027-03-01: Behind the gateway.')
    expect(after).toContain('Nothing is left to do: it can be signed. 1 control broken and accepted.')
  })

  it('does not call broken what is accepted but casts doubt alone', () => {
    const doubtful = assessedControl({ id: 'RATE-1', result: 'review', standing: 'accepted' })
    const one = render('markdown', { controls: [doubtful] })
    expect(one).toContain('it can be signed. 1 control in doubt and accepted.')
    const settled = { ...broken, standing: 'accepted' as const }
    const two = render('markdown', { controls: [settled, doubtful] })
    expect(two).toContain('it can be signed. 1 control broken and accepted, 1 in doubt and accepted.')
  })

  it('tells who has answered, until when, and whether that holds', () => {
    const asked = answered({ state: 'changed' })
    const [answer] = asked.answers
    const control = assessedControl({
      result: 'review',
      question: { ...asked, answers: answer ? [{ ...answer, state: 'changed' as const }] : [] },
    })
    const text = render('markdown', { controls: [control] })
    expect(text).toContain('Answer: yes, by Ada Byron on 2027-01-15, until 2027-06-30')
    expect(text).toContain('It no longer holds: what it was about has changed.')
    expect(text).toContain('**Question:**')
  })

  it('tells in all formats how a control stands, beside its result where machines read it', () => {
    const control = assessedControl({ title: 'Rates', result: 'review', standing: 'accepted' })
    const of = (format: ChecklistFormat) => render(format, { controls: [control] })
    const [head = '', row = ''] = of('csv').split('\r\n')
    const cell = (name: string) => row.split(',')[head.split(',').indexOf(name)]
    expect([cell('control'), cell('standing')]).toEqual(['AUTHN-1', 'accepted'])
    expect(cell('result')).toBe('review')
    const [told] = JSON.parse(of('json')).documents[0].controls
    expect([told.result, told.standing]).toEqual(['review', 'accepted'])
    expect(of('markdown')).toContain('**accepted**')
    expect(of('html')).toContain('</svg>accepted</span> <strong>AUTHN-1</strong>')
    expect(of('oscal')).toContain('"value": "accepted"')
  })

  it('says what speaks against an answer, and asks nobody what a finding has answered', () => {
    const findings = [assessedFinding({ fingerprint: 'f1' })]
    const refuted = { ...broken, question: answered() }
    const open = { ...broken, question: answered({ state: 'unanswered', answers: [] }) }
    for (const format of ['markdown', 'html'] as const) {
      const text = render(format, { controls: [refuted], findings })
      expect(text).toContain('It has not ended, but 1 finding speaks against it.')
      expect(render(format, { controls: [open], findings })).not.toContain('specward attest')
    }
    const valid = assessedControl({ question: answered() })
    expect(render('markdown', { controls: [valid] })).toContain('It holds.')
  })

  it('gives evidence that is on the web as a link, and nothing else', () => {
    const of = (evidence: string, format: ChecklistFormat) => {
      const [answer] = answered().answers
      const answers = answer ? [{ ...answer, evidence }] : []
      return render(format, { controls: [assessedControl({ question: answered({ answers }) })] })
    }
    expect(of('https://wiki.example.com/a?b=1', 'markdown')).toContain(
      'evidence: <https://wiki.example.com/a?b=1>',
    )
    expect(of('https://a.example/"><b>', 'markdown')).toContain('<https://a.example/%22%3E%3Cb%3E>')
    expect(of('https://a.example/"><b>', 'html')).toContain(
      '<a href="https://a.example/&quot;&gt;&lt;b&gt;" rel="noreferrer noopener">',
    )
    for (const text of ['javascript:alert(1)', 'see https://a.example'])
      expect(of(text, 'html')).not.toContain(`<a href="${text}`)
  })

  it('has no box for what does not apply', () => {
    const text = render('markdown', { controls: [assessedControl({ result: 'notApplicable' })] })
    expect(text).toContain('- **AUTHN-1** Every')
  })

  it('calls no requirement passed for a control that supports it', () => {
    for (const format of ['markdown', 'html'] as const) {
      const text = render(format, {}, 'owasp-api-2023')
      expect(text).toMatch(/supported/)
      expect(text).toContain('never that the requirement is met')
      expect(render(format, {})).not.toMatch(/supported/)
    }
  })

  it('is told by the requirements of a framework, with its controls alone', () => {
    const other = assessedControl({ id: 'OTHER-1', title: 'Something else.' })
    const text = render('markdown', { controls: [assessedControl(), other] }, 'owasp-api-2023')
    expect(text).toContain('## OWASP API Security Top 10 2023')
    expect(text).toContain('### API2:2023')
    expect(text).not.toContain('OTHER-1')
  })

  it('leaves out no control that answers no row', () => {
    const other = assessedControl({ id: 'OTHER-1', title: 'Something else.' })
    for (const format of CHECKLIST_FORMATS) {
      expect(render(format, { controls: [assessedControl(), other] }), format).toContain('OTHER-1')
    }
  })

  it('says that nothing was assessed where nothing was', () => {
    for (const format of ['markdown', 'html'] as const) {
      expect(renderChecklist(assessmentOf(), format, { sha256 })).toContain(
        'No API description was assessed.',
      )
    }
  })

  it('is the same to the byte when it is written again', () => {
    for (const format of CHECKLIST_FORMATS) expect(render(format, {})).toBe(render(format, {}))
  })
})

describe('what has to be done before it can be signed', () => {
  const stops = (gate: 'fail' | 'open' | 'review' | 'never', document: Partial<AssessedDocument>) =>
    [...unsigned(assessmentOf(assessedDocument(document)), gate).values()].flat()
  const controls = (['fail', 'open', 'review', 'pass', 'notApplicable'] as const).map((result) =>
    assessedControl({ id: result, result }),
  )

  it.each([
    ['never', []],
    ['fail', ['fail']],
    ['open', ['fail', 'open']],
    ['review', ['fail', 'open', 'review']],
  ] as const)('for the gate %s', (gate, expected) => {
    expect(stops(gate, { controls })).toEqual(expected)
  })

  it('is nothing where somebody has accepted what speaks against a control', () => {
    const accepting = (['fail', 'review'] as const).map((result) =>
      assessedControl({ id: result, result, standing: 'accepted' }),
    )
    expect(stops('review', { controls: accepting })).toEqual([])
  })
})

describe('text of a description', () => {
  const evil = '=1+1 </script><img src=x onerror=alert(1)> | `a` @someone #1 \u202e\n# h'

  it('is text in HTML', () => {
    const text = render('html', { title: evil, controls: [assessedControl({ because: evil })] })
    expect(text).not.toContain('<img')
    expect(text).not.toContain('\u202e')
    expect(text.match(/<script/g)).toBeNull()
  })

  it('is text in Markdown', () => {
    const text = render('markdown', { title: evil, controls: [assessedControl({ because: evil })] })
    expect(text).not.toContain('<img')
    expect(text).not.toMatch(/^# h/m)
    expect(text).not.toContain('@someone')
  })

  it('is no formula in CSV', () => {
    const text = render('csv', { title: evil, controls: [assessedControl({ because: evil })] })
    expect(text).not.toMatch(/(?:^|[,;"])=/m)
    expect(text.trimEnd().split('\r\n')).toHaveLength(2)
  })
})

describe('the page', () => {
  const text = render('html', {
    controls: [
      assessedControl(),
      assessedControl({ id: 'X-1', result: 'open', question: answered({ state: 'expired' }) }),
    ],
  })

  it('asks nothing of the network and runs no script', () => {
    expect(text).toContain('default-src &#39;none&#39;')
    expect(text).not.toMatch(/<script|<link|\bsrc=|@import|url\(/)
  })

  it('has ids once each, and links that lead to them', () => {
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })

  it('has room for signatures', () => {
    expect(text).toContain('<th scope="col">Signature</th>')
  })
})
