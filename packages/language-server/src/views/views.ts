import { loadCatalogue, registry } from '@specward/rulesets'
import type { CancellationToken } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { countsOf, findingsOf } from './findings.ts'
import { initialPolicyFor } from './initial-policy.ts'
import type { FindingsAnswer, GroupBy, ReportAnswer, ReviewedAnswer } from './protocol.ts'
import { reportOf } from './report.ts'

/** Milliseconds for which reviews have to rest before a client is told that findings have changed. */
const REST = 150

const GROUPS: readonly GroupBy[] = ['operation', 'control', 'file', 'rule']

/** Views of a workspace, for clients that have a place for them. */
export function views(desk: Desk): Feature {
  return {
    requests: {
      'specward/findings': findingsRequest(desk),
      'specward/reviewWorkspace': (_params, token) => reviewWorkspace(desk, token),
      'specward/report': (params, token) => report(desk, params, token),
      'specward/initialPolicy': (params) => initialPolicyFor(desk, folderIn(params, desk)),
    },
  }
}

/** A client is told of changes once it has asked: others would not know what to make of it. */
function findingsRequest(desk: Desk): (params: unknown) => Promise<FindingsAnswer> {
  let timer: NodeJS.Timeout | undefined
  let isAwaited = false
  desk.onReviewed(() => {
    if (!isAwaited || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void desk.connection.sendNotification('specward/findingsChanged').catch(() => undefined)
    }, REST)
  })
  const titles = new Map(registry.rules.map(({ rule }) => [rule.id, rule.title]))
  return async (params) => {
    isAwaited = true
    const { groupBy, errorsOnly, countsOnly } = objectOf(params)
    if (countsOnly === true) return { ...countsOf(desk.kept), items: [], groups: [] }
    return findingsOf(desk.kept, {
      groupBy: GROUPS.find((each) => each === groupBy) ?? 'operation',
      errorsOnly: errorsOnly === true,
      catalogue: await loadCatalogue(),
      ruleTitle: (id) => titles.get(id),
    })
  }
}

/** Reviews every description of the workspace that has not been reviewed since it was changed. */
async function reviewWorkspace(desk: Desk, token: CancellationToken): Promise<ReviewedAnswer> {
  for (const folder of desk.folders) {
    const found = (await desk.options.descriptions?.(folder)) ?? []
    for (const uri of found) await desk.reviews(uri, token)
  }
  const { descriptions, counts } = countsOf(desk.kept)
  return { descriptions, counts }
}

function folderIn(params: unknown, desk: Desk): string {
  const { folder } = objectOf(params)
  return typeof folder === 'string' ? folder : (desk.folders[0] ?? desk.options.workingDirectory)
}

function report(desk: Desk, params: unknown, token: CancellationToken): Promise<ReportAnswer> {
  const { kind, uri } = objectOf(params)
  const wanted = kind === 'checklist' ? 'checklist' : 'report'
  return reportOf(desk, wanted, typeof uri === 'string' ? uri : undefined, token)
}

function objectOf(params: unknown): Readonly<Record<string, unknown>> {
  return typeof params === 'object' && params !== null ? { ...params } : {}
}
