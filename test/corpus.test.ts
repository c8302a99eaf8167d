import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createConformanceChecker } from '@specward/conformance'
import { lint, type Report, toJson } from '@specward/core'
import { registry } from '@specward/rulesets'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeIo } from '../packages/cli/src/io.ts'

const CORPUS = new URL('../../shared/corpus/', import.meta.url)
const isThere = existsSync(CORPUS)
if (!isThere) console.warn('Skipped: the corpus of real descriptions is not beside the repository.')

/** What real descriptions do wrong so that a part of them cannot be judged. All others are judged in full. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'idta-aas/AssetAdministrationShellRegistryServiceSpecification-V3.1_SSP-001.yaml': ['ref-host-not-allowed'],
  'idta-aas/DiscoveryServiceSpecification-V3.1_SSP-001.yaml': ['ref-host-not-allowed'],
  'idta-aas/Entire-API-Collection-V3.1.yaml': ['ref-host-not-allowed'],
  'idta-aas/Part2-API-Schemas-openapi.yaml': ['ref-host-not-allowed'],
  'mermade/3.0-fail-incorrectSecType.json': ['unexpected-shape'],
  'mermade/3.0-fail-missingPathItemRef.yaml': ['ref-file-not-found'],
  'mermade/3.0-pass-fiendish-ref-encoding3.yaml': ['ref-not-found'],
  'microcks/template-asyncapi-2.4.yaml': ['syntax-error'],
  'microcks/template-openapi-3.0.yaml': ['syntax-error'],
  'redocly/petstore-with-errors/petstore-with-errors.yaml': ['unexpected-shape'],
  'slack/slack_events_api_async_v1.json': ['unsupported-version'],
  'spectral-fixtures/petstore.invalid-schema.oas3.json': ['ref-file-not-found'],
  'vacuum/all-the-components.yaml': ['ref-not-found'],
  'vacuum/badref-burgershop.openapi.yaml': ['ref-host-not-allowed', 'ref-invalid', 'ref-not-found'],
  'vacuum/mixedref-burgershop.openapi/mixedref-burgershop.openapi.yaml': ['ref-host-not-allowed'],
  'vacuum/remote-burgershop.openapi.yaml': ['ref-host-not-allowed'],
}

interface Row {
  readonly path: string
  readonly kind: string
}

function readIndex(): readonly Row[] {
  const [head = '', ...lines] = readFileSync(new URL('INDEX.tsv', CORPUS), 'utf8').trim().split('\n')
  const column = (name: string) => head.split('\t').indexOf(name)
  return lines.map((line) => {
    const cells = line.split('\t')
    return { path: cells[column('path')] ?? '', kind: cells[column('kind')] ?? '' }
  })
}

describe.skipIf(!isThere)('every real description', () => {
  const rows = isThere ? readIndex().filter(({ kind }) => kind === 'api') : []
  let report: Report

  const review = () =>
    lint(
      {
        documents: rows.map(({ path }) => ({ uri: new URL(path, CORPUS).href, named: true })),
        registry,
        conformance: createConformanceChecker(),
        version: '0.0.0',
        workingDirectory: CORPUS.href,
        presets: ['strict'],
      },
      nodeIo().host({ cwd: fileURLToPath(CORPUS) }),
    )

  beforeAll(async () => {
    report = await review()
  }, 300_000)

  it('is judged, or ends in a problem that is its own fault', () => {
    const codes: Record<string, readonly string[]> = {}
    for (const { path } of rows) {
      const own = report.problems.filter(({ file }) => file === path).map(({ code }) => code)
      if (own.length > 0) codes[path] = [...new Set(own)].sort()
    }
    expect(codes).toEqual(FAULTS)
    const judged = new Set(report.documents.map(({ file }) => file))
    const lost = rows.map(({ path }) => path).filter((path) => !judged.has(path))
    expect(lost).toEqual([
      'microcks/template-asyncapi-2.4.yaml',
      'microcks/template-openapi-3.0.yaml',
      'slack/slack_events_api_async_v1.json',
    ])
  })

  it('has findings whose place lies in its file', () => {
    const lengths = new Map<string, readonly number[]>()
    for (const { file, range } of report.findings) {
      let lines = lengths.get(file)
      if (!lines) {
        const text = readFileSync(new URL(file, pathToFileURL(fileURLToPath(CORPUS))), 'utf8').replace(
          /^\uFEFF/,
          '',
        )
        lines = text.split(/\r\n|\n|\r/).map((line) => line.length)
        lengths.set(file, lines)
      }
      expect(lines[range.end.line - 1], `${file} has line ${range.end.line}`).toBeGreaterThanOrEqual(
        range.end.column - 1,
      )
      expect(
        range.start.line < range.end.line || range.start.column < range.end.column,
        `${file} ${range.start.line}`,
      ).toBe(true)
    }
  })

  it('has a fingerprint for each finding that no other finding of the document has', () => {
    const seen = new Set<string>()
    const twice = report.findings.filter(({ file, ruleId, fingerprint }) => {
      const key = `${file} ${ruleId} ${fingerprint}`
      const known = seen.has(key)
      seen.add(key)
      return known
    })
    expect(twice).toEqual([])
  })

  it('gives the same bytes when it is reviewed again', async () => {
    expect(toJson(await review())).toBe(toJson(report))
  }, 300_000)
})
