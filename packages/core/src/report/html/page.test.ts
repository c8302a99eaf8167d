import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  answered,
  assessedControl,
  assessedDocument,
  assessedFinding,
  assessmentOf,
} from '../assessment.test-kit.ts'
import type { AssessedDocument, Assessment } from '../assessment.ts'
import { finding, problem, range, reportOf } from '../report.test-kit.ts'
import type { Report, ReportSuppression } from '../report.ts'
import { exposedOperation, pageOptions, tagsOf } from './page.test-kit.ts'
import { toHtml } from './page.ts'

const SOURCE = 'paths:\n  /users:\n    delete: {}\n'

function render(report: Report, assessment?: Assessment): string {
  return toHtml(report, { ...pageOptions, assessment, sources: () => SOURCE })
}

const WAIVER: ReportSuppression = {
  kind: 'waiver',
  reason: 'Behind the VPN',
  owner: 'team-orders',
  expires: '2027-03-31',
  ticket: 'SEC-12',
  file: 'specward.waivers.yaml',
  range: range(4, 3),
}

describe('the page', () => {
  it('is the same for the same report, to the byte', () => {
    const make = () => render(reportOf({ findings: [finding()] }), assessmentOf(assessedDocument()))
    expect(make()).toBe(make())
  })

  it('lets the browser run its own script and styles alone, by their digests', () => {
    const page = render(reportOf())
    const policy =
      /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? ''
    const digest = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${digest(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1])}`,
      `script-src ${digest(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1])}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  it('names nothing that a browser would fetch, and handles no event in its markup', () => {
    const page = render(reportOf({ findings: [finding()] }), assessmentOf(assessedDocument()))
    const tags = tagsOf(page).join('\n')
    expect(tags).not.toMatch(/ (?:src|srcset|action|style|on\w+)(?= |$)/m)
    expect(page).not.toMatch(/@import|url\(/)
  })

  it('is green only where everything was judged and the gate holds', () => {
    const verdict = (report: Report) =>
      /class="verdict (\w+)"[\s\S]*?<span>([^<]*)/.exec(render(report))?.slice(1)
    expect(verdict(reportOf())).toEqual(['good', 'Passes the gate'])
    expect(verdict(reportOf({ problems: [problem({ severity: 'warn' })] }))).toEqual(['warn', 'Incomplete'])
    expect(verdict(reportOf({ findings: [finding()] }))).toEqual(['bad', 'Fails the gate'])
    expect(verdict(reportOf({ rules: [] }))).toEqual(['warn', 'Nothing was judged'])
    const notice = { code: 'waiver-stale', severity: 'error' as const, message: 'A waiver is stale.' }
    expect(verdict(reportOf({ notices: [notice] }))).toEqual(['bad', 'The policy is not kept'])
  })

  it('shows the line of the source with the part that is marked', () => {
    const page = render(reportOf({ findings: [finding({ range: range(2, 3, 2, 9) })] }))
    expect(page).toContain('<span class="n">2</span><code>  <mark>/users</mark>:</code>')
  })

  it('says who has accepted a finding, why and until when, apart from what counts', () => {
    const page = render(reportOf({ findings: [finding({ suppressed: WAIVER })] }))
    const [before, accepted = ''] = page.split('<section id="accepted"')
    for (const text of ['Behind the VPN', 'team-orders', '2027-03-31', 'SEC-12', 'specward.waivers.yaml:4:3'])
      expect(accepted).toContain(text)
    expect(before).toContain('No findings in what was judged.')
    expect(accepted).not.toContain('specward waive')
  })

  it('says what the findings are compared with, and how many of them are new', () => {
    const base = { kind: 'git' as const, name: 'main', fixed: 0 }
    const two = [finding(), finding({ fingerprint: 'b', isNew: false })]
    const page = render(
      reportOf({ findings: two, base, summary: { ...reportOf({ findings: two }).summary, known: 1 } }),
    )
    expect(page).toContain('<dt>Compared with</dt><dd>main</dd>')
    expect(page).toContain('<strong>1</strong><span>new</span>')
    expect(page).toContain('<strong>1</strong><span>known before</span>')
    expect(page).toContain('data-known')
  })

  it('tells findings of one cause under it', () => {
    const cause = { file: 'openapi.yaml', pointer: '/security', range: range(1, 1) }
    const two = ['a', 'b'].map((fingerprint) => finding({ fingerprint, cause }))
    expect(render(reportOf({ findings: two }))).toContain('One cause, 2 findings:')
    expect(render(reportOf({ findings: two.slice(1) }))).not.toContain('One cause')
  })

  it('names the command that accepts a finding', () => {
    expect(render(reportOf({ findings: [finding()] }))).toContain('specward waive 00000000000000aa')
  })

  it('names the file in that command where another finding has the same fingerprint', () => {
    const two = [finding({ file: 'v1.yaml' }), finding({ file: 'my v2.yaml' })]
    const page = render(reportOf({ findings: two }))
    expect(page).toContain('specward waive 00000000000000aa v1.yaml --expires')
    expect(page).toContain('specward waive 00000000000000aa &#39;my v2.yaml&#39; --expires')
  })

  it('tells of the policy apart from what could not be judged', () => {
    const notices = [{ code: 'waiver-stale', severity: 'warn' as const, message: 'A waiver is stale.' }]
    const page = render(reportOf({ notices }))
    expect(page).toContain('<h2 id="policy-h">About the policy</h2>')
    expect(page).not.toContain('id="unjudged"')
  })

  it('tells what could not be judged', () => {
    const undecided = [
      {
        ruleId: 'no-x',
        because: 'the URL is relative',
        operations: [],
        file: 'a',
        pointer: '',
        range: range(1, 1),
      },
    ]
    const page = render(reportOf({ problems: [problem()], undecided }))
    const section = page.slice(page.indexOf('<section id="unjudged"'))
    for (const text of ['leads nowhere', 'the URL is relative']) expect(section).toContain(text)
    expect(render(reportOf())).not.toContain('id="unjudged"')
  })

  it('links each id once', () => {
    const same = [finding(), finding({ operations: ['GET /x'] })]
    const ids = [...render(reportOf({ findings: same })).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
  })
})

describe('the exposure map', () => {
  const map = (...exposure: readonly Parameters<typeof exposedOperation>[0][]) =>
    render(reportOf(), assessmentOf(assessedDocument({ exposure: exposure.map(exposedOperation) })))

  it('has the most exposed operation first', () => {
    const page = map(
      { operation: 'GET /a' },
      { operation: 'GET /b', callers: 'anyone' },
      { operation: 'GET /c', callers: 'anyone', intended: { by: 'policy', reason: 'a price list' } },
      { operation: 'GET /d', callers: 'optional' },
    )
    const rows = [...page.matchAll(/class="op"[^>]*data-op="GET ([^"]*)"/g)].map(([, path]) => path)
    expect(rows).toEqual(['/b', '/c', '/d', '/a'])
    expect(page).toContain('Meant to be public, says the policy: a price list')
  })

  it('tells each in words: who, over what, what goes in and out', () => {
    const page = map({
      callers: 'anyone',
      because: 'its `security` is `[]`',
      servers: [
        { url: 'http://a', encrypted: false },
        { url: 'https://a', encrypted: true },
      ],
      takes: [{ name: 'password', kind: 'credential', where: 'query' }],
    })
    for (const text of ['>anyone<', '>partly plaintext<', '>credential<', '>personal<', '>query<'])
      expect(page).toContain(text)
  })

  it('names the servers of a row only where they are not those of most', () => {
    const own = { operation: 'GET /own', servers: [{ url: 'wss://own', encrypted: true }] }
    const page = map({}, { operation: 'GET /b' }, own)
    expect(page.match(/https:\/\/<wbr>|https:\/<wbr>\/<wbr>api/g)).toHaveLength(1)
    expect(page).toContain('own</code>')
  })
})

describe('controls', () => {
  it('are a square for each row and requirement, with the controls and why', () => {
    const document = assessedDocument({
      rows: [
        {
          id: 'P1',
          kind: 'practice',
          title: 'HTTPS',
          result: 'open',
          standing: 'open',
          because: 'Nobody has looked.',
          controls: ['AUTHN-1'],
          aside: [],
        },
        {
          id: 'T9',
          kind: 'threat',
          title: 'Exposed keys',
          result: 'fail',
          standing: 'accepted',
          because: 'Broken.',
          controls: [],
          aside: ['AUTHN-1'],
        },
      ],
    })
    const page = render(reportOf(), assessmentOf(document))
    const cells = [...page.matchAll(/class="cell \w+" data-r="(\w+)"><summary><span class="cid">([^<]*)/g)]
    expect(cells.map(([, result, id]) => `${id} ${result}`)).toEqual([
      'P1 open',
      'T9 accepted',
      'API2:2023 pass',
      'API5:2023 pass',
    ])
    for (const text of ['Nobody has looked.', 'href="#c-0-AUTHN-1"', 'id="c-0-AUTHN-1"'])
      expect(page).toContain(text)
  })

  it('stand as accepted where somebody has accepted what speaks against them', () => {
    const controls = (['fail', 'review'] as const).map((result) =>
      assessedControl({ id: result, result, standing: 'accepted' }),
    )
    const page = render(reportOf(), assessmentOf(assessedDocument({ controls })))
    expect(page.match(/<details class="ctl \w+"[^>]*data-r="accepted"/g)).toHaveLength(2)
    expect(page).toContain('2 accepted</span><span>somebody has accepted what speaks against it</span>')
  })

  it('tell their rules, findings, questions and answers', () => {
    const found = assessedFinding({ fingerprint: 'ff', message: 'Only for the control.', inPolicy: false })
    const control = assessedControl({ findings: ['ff'], question: answered() })
    const page = render(
      reportOf(),
      assessmentOf(assessedDocument({ controls: [control], findings: [found] })),
    )
    expect(page).toContain('<a href="#f-ff">Only for the control.</a>')
    expect(page.split('<section id="beyond"')[1]).toContain('id="f-ff"')
    for (const text of ['Is TLS 1.2', 'Ada Byron', '2027-06-30']) expect(page).toContain(text)
  })

  it('lead to the findings of their own document, though another has the same fingerprint', () => {
    const of = (file: string, message: string) => {
      const own = finding({ fingerprint: 'ff', file, message })
      const control = assessedControl({ result: 'fail', findings: ['ff'] })
      return {
        own,
        document: assessedDocument({ file, controls: [control], findings: [{ ...own, inPolicy: true }] }),
      }
    }
    const [one, two] = [of('v1.yaml', 'In the first.'), of('v2.yaml', 'In the second.')]
    const page = render(reportOf({ findings: [one.own, two.own] }), assessmentOf(one.document, two.document))
    for (const message of ['In the first.', 'In the second.']) {
      const id = new RegExp(`<a href="#([^"]*)">${message}`).exec(page)?.[1]
      const item = page.slice(page.indexOf(` id="${id}"`))
      expect(/<p class="msg">.*?<\/span> ([^<]*)/.exec(item)?.[1]).toBe(message)
    }
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
  })

  it('call no requirement passed, and tell how the controls of a row stand', () => {
    const row = { id: 'P1', kind: 'practice', title: 'HTTPS', because: '', aside: [] } as const
    const controls = [assessedControl(), assessedControl({ id: 'B-1', result: 'open' })]
    const rows = [
      { ...row, result: 'open' as const, standing: 'open' as const, controls: ['AUTHN-1', 'B-1'] },
    ]
    const page = render(reportOf(), assessmentOf(assessedDocument({ controls, rows })))
    const [, tile = ''] = page.split('<span class="cid">P1</span>')
    expect(/<span class="sp">(.*?)<\/summary>/.exec(tile)?.[1]?.replace(/<[^>]*>/g, '')).toBe(
      '1 open 1 pass ',
    )
    const [, item = ''] = page.split('<span class="cid">API2:2023</span>')
    expect(/<\/svg>(\w+)/.exec(item)?.[1]).toBe('supported')
    expect(page).toContain('never that the requirement is met')
  })

  it('say that they were not asked for', () => {
    expect(render(reportOf())).toContain('made without an assessment')
  })
})

describe('documents and controls', () => {
  const of = (file: string, standings: Readonly<Record<string, 'fail' | 'open' | 'pass'>>) =>
    assessedDocument({
      file,
      controls: Object.entries(standings).map(([id, result]) => assessedControl({ id, result })),
      findings: [assessedFinding({ file }), assessedFinding({ file, severity: 'warn', inPolicy: false })],
      exposure: [exposedOperation({ callers: 'anyone' }), exposedOperation()],
    })
  const fleet = (...documents: readonly AssessedDocument[]) =>
    /<section id="fleet"[\s\S]*?<\/section>/.exec(render(reportOf(), assessmentOf(...documents)))?.[0]
  const texts = (markup: string) =>
    [...markup.matchAll(/<(?:td|th)[^>]*>([\s\S]*?)<\/(?:td|th)>/g)].map(([, text = '']) =>
      text.replace(/<[^>]*>/g, ''),
    )

  it('stand in one table where there are several, those that break most first', () => {
    const table = fleet(
      of('a.yaml', { 'A-1': 'pass', 'B-1': 'open' }),
      of('b.yaml', { 'A-1': 'fail', 'B-1': 'fail' }),
      of('c.yaml', { 'A-1': 'fail', 'B-1': 'pass' }),
    )
    const rows = (table ?? '').split('<tr').slice(1).map(texts)
    const numbers = ['operations', 'open to anyone', 'errors', 'warnings', 'controls that fail']
    expect(rows).toEqual([
      ['Document', ...numbers, 'A-1', 'B-1'],
      ['fails in', '', '', '', '', '', '2', '1'],
      ['b.yamlOrders 1.0.0', '12', '1', '1', '0', '2', 'fail', 'fail'],
      ['c.yamlOrders 1.0.0', '12', '1', '1', '0', '1', 'fail', 'pass'],
      ['a.yamlOrders 1.0.0', '12', '1', '1', '0', '0', 'pass', 'open'],
    ])
    expect(table).toContain('<tr data-i="1"><th scope="row" class="dn"><a href="#d-1">')
  })

  it('lead to what is told of each document', () => {
    const page = render(reportOf(), assessmentOf(of('a.yaml', {}), of('b.yaml', {})))
    for (const [, id] of page.matchAll(/href="#(d-\d)"/g))
      expect(page).toContain(`<details class="doc" id="${id}"`)
  })

  it('say that what could not be read is not among them', () => {
    const page = render(
      reportOf({ problems: [problem({ severity: 'error' })] }),
      assessmentOf(of('a.yaml', {}), of('b.yaml', {})),
    )
    expect(page).toContain('is not in this table: <a href="#unjudged">1 problem</a>')
  })

  it('of very many documents stand without the maps of each, and the page says so', () => {
    const documents = Array.from({ length: 26 }, (_, index) => of(`${index}.yaml`, { 'A-1': 'fail' }))
    const page = render(reportOf(), assessmentOf(...documents))
    expect(page).not.toContain('class="panel"')
    expect(page).toContain('With more than 25 documents, a page has no maps')
    expect(page.match(/<details class="ctl /g)).toHaveLength(26)
    expect(render(reportOf(), assessmentOf(...documents.slice(1)))).toContain('class="panel"')
  })

  it('of a single document need no table', () => {
    expect(fleet(of('a.yaml', { 'A-1': 'fail' }))).toBeUndefined()
  })
})

describe('the data for the script', () => {
  it('cannot end its block', () => {
    const operations = ['GET /</script><script>alert(1)</script>', 'GET /<!--']
    const page = render(reportOf({ findings: [finding({ operations })] }))
    const block = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ''
    expect(block).not.toMatch(/[<>]/)
    expect(JSON.parse(block).labels).toEqual(operations)
  })
})
