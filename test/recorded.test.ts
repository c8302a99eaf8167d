import { type LintRequest, lintWithSources } from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import { describe, expect, it } from 'vitest'
import { FOLDER, folderOf, lintRecorded, recordsOf, rendered, requestFor } from './recorded.ts'
import { ATTESTATIONS, DOCUMENTS, WAIVERS } from './recorded-project.ts'

interface Variant {
  readonly files?: Readonly<Record<string, string>>
  readonly request?: Partial<LintRequest>
}

const STRICT = 'extends: [specward:strict]\n'
const catalogue = await loadCatalogue()

const VARIANTS: Readonly<Record<string, Variant>> = {
  'without a policy': {},
  strict: { files: { 'specward.yaml': STRICT } },
  owasp: { request: { presets: ['owasp-api-2023'] } },
  'under waivers and remarks': { files: { 'specward.yaml': STRICT, 'specward.waivers.yaml': WAIVERS } },
  'where remarks are forbidden': {
    files: { 'specward.yaml': `${STRICT}waivers: { forbidInline: ['*'], stale: error }\n` },
  },
  'where nothing is accepted': {
    files: { 'specward.yaml': STRICT },
    request: { acceptsNothing: true },
  },
  'and assessed, with some of it off': {
    files: {
      'specward.yaml': `extends: [specward:recommended]
rules: { no-basic-authentication: off }
overrides:
  - { files: [orders.yaml], pointers: [/paths/~1login], rules: { require-429-response: off } }
  - { files: [orders.yaml], pointers: [/paths/~1gone], rules: { require-429-response: off } }
`,
    },
    request: { assess: { catalogue } },
  },
  'with answers of people': {
    files: { 'specward.yaml': STRICT, 'specward.attestations.yaml': ATTESTATIONS },
    request: { assess: { catalogue } },
  },
  'with rules of its own': {
    files: {
      'specward.yaml': `${STRICT}rules:
  no-login:
    select: operation
    where: { isSafe: false, kind: webhook }
    then: { field: x-owner, function: truthy }
    severity: error
  has-owner:
    select: operation
    then: { field: x-owner, function: truthy }
    severity: warn
`,
    },
  },
  'by a ruleset of Spectral': {
    files: {
      '.spectral.yaml':
        'extends: [[spectral:oas, recommended]]\nrules:\n  no-title: { given: $.info, then: { field: title, function: falsy } }\n  nothing: { given: $.nowhere, severity: info, then: { function: truthy } }\n',
    },
  },
  'by a ruleset that is named': {
    files: {
      'named.yaml':
        'rules:\n  any: { given: $, then: { field: info, function: falsy } }\n  nothing: { given: $.nowhere, then: { function: truthy } }\n',
    },
    request: { rulesets: [`${FOLDER}named.yaml`] },
  },
  'of what has changed': {
    files: { 'specward.yaml': STRICT },
    request: { changed: new Set([`${FOLDER}common.yaml`]) },
  },
  'without a date': { files: { 'specward.yaml': STRICT }, request: { today: undefined } },
}

const names = Object.keys(DOCUMENTS)

/** Every other document of those that can be judged or not is named. */
function requestOf({ request }: Variant): LintRequest {
  const made = requestFor(names)
  const documents = made.documents.map((each, index) => ({ ...each, named: index % 2 === 0 }))
  return { ...made, documents, ...request }
}

describe.each(Object.entries(VARIANTS))('A project that is judged %s', (_, variant) => {
  const host = folderOf({ '.git': '', ...DOCUMENTS, ...variant.files })

  it('has the same reports from records, all or some', async () => {
    // what is named and what was found by a pattern are not judged alike
    const request = requestOf(variant)
    const direct = rendered(await lintWithSources(request, host), host)
    const records = await recordsOf(request, host)
    const all = await lintRecorded(request, host, records)
    expect(all.judged).toEqual([])
    expect(rendered(all.result, host)).toEqual(direct)
    const some = await lintRecorded(request, host, records, (index) => index % 2 === 0)
    expect(rendered(some.result, host)).toEqual(direct)
  })
})

it('The project has something of everything to say', async () => {
  const told = new Set<string>()
  for (const variant of Object.values(VARIANTS)) {
    const host = folderOf({ '.git': '', ...DOCUMENTS, ...variant.files })
    const { report } = await lintWithSources(requestOf(variant), host)
    for (const { code } of [...report.problems, ...report.notices]) told.add(code)
    for (const { suppressed, fix, cause, related } of report.findings) {
      if (suppressed) told.add(suppressed.kind)
      if (fix) told.add('fix')
      if (cause) told.add('cause')
      if (related.length > 0) told.add('related')
    }
    if (report.undecided.length > 0) told.add('undecided')
    if (report.skipped.length > 0) told.add('skipped')
  }
  const parts = ['fix', 'cause', 'related', 'inline', 'waiver', 'undecided', 'skipped']
  const problems = ['syntax-error', 'ref-file-not-found', 'server-expansion-limit', 'not-an-api-description']
  const policies = ['given-unmatched', 'where-unmatched', 'override-unused', 'attestation-changed']
  const remarks = ['ignore-forbidden', 'ignore-incomplete', 'ignore-unused']
  expect([...parts, ...problems, ...policies, ...remarks].filter((each) => !told.has(each))).toEqual([])
})
