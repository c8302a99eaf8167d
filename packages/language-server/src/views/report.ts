import {
  ConfigurationFailure,
  EvaluationCancelled,
  type LintResult,
  lintWithSources,
  renderChecklist,
  renderReport,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import type { CancellationToken } from 'vscode-languageserver'
import { cancelled } from '../cancel.ts'
import type { Desk } from '../desk.ts'
import { runRequest } from '../run-request.ts'
import type { ReportAnswer } from './protocol.ts'

/**
 * The exposure report or the checklist, of the texts as they are in the editor now. What the command line writes for
 * the same files is the same.
 *
 * @param uri a file that belongs to the descriptions that it is about; without it, all of the workspace
 */
export async function reportOf(
  desk: Desk,
  kind: 'report' | 'checklist',
  uri: string | undefined,
  token: CancellationToken,
): Promise<ReportAnswer> {
  const descriptions = await descriptionsFor(desk, uri, token)
  const [first] = descriptions
  if (first === undefined) {
    return {
      nothing:
        uri === undefined
          ? 'There is no API description in this workspace.'
          : 'No API description reaches this file.',
    }
  }
  const folder = desk.folderOf(first)
  try {
    const result = await assess(desk, descriptions, folder, token)
    if (result.report.documents.length === 0) return { nothing: reasonOf(result) }
    return { html: render(desk, kind, result), folder, descriptions }
  } catch (error) {
    if (error instanceof EvaluationCancelled) throw cancelled()
    if (!(error instanceof ConfigurationFailure)) throw error
    return {
      nothing: `The configuration is not valid: ${error.errors.map(({ message }) => message).join(' ')}`,
    }
  }
}

async function descriptionsFor(
  desk: Desk,
  uri: string | undefined,
  token: CancellationToken,
): Promise<readonly string[]> {
  const reviews = uri === undefined ? desk.kept : await desk.reviews(uri, token)
  return [
    ...new Set(reviews.filter(({ result }) => result.report.documents.length > 0).map((each) => each.uri)),
  ].sort()
}

async function assess(
  desk: Desk,
  descriptions: readonly string[],
  folder: string,
  token: CancellationToken,
): Promise<LintResult> {
  const setting = { folder, settings: desk.settings(descriptions[0]), isTrusted: desk.isTrusted }
  const request = {
    ...runRequest(setting, desk.options),
    documents: descriptions.map((uri) => ({ uri, named: false })),
    assess: { catalogue: await loadCatalogue() },
    signal: {
      get aborted(): boolean {
        return token.isCancellationRequested
      },
    },
  }
  return lintWithSources(request, desk.host)
}

function render(desk: Desk, kind: 'report' | 'checklist', result: LintResult): string {
  const { report, sources, ruleInfo, assessment } = result
  const sha256 = (text: string): string => desk.host.sha256(text)
  if (!assessment) throw new Error('nothing was assessed')
  if (kind === 'checklist') return renderChecklist(assessment, 'html', { sha256 })
  const rules = new Map(registry.rules.map(({ rule, category }) => [rule.id, { ...rule, category }]))
  return renderReport(report, 'html', {
    rules: (id) => ruleInfo(id) ?? rules.get(id),
    prefix: '',
    text: { color: false, quiet: false, sources },
    assessment,
    sha256,
  })
}

function reasonOf({ report }: LintResult): string {
  return report.problems[0]?.message ?? 'The text cannot be read as an API description.'
}
