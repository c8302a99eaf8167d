import { addTo } from '../group.ts'
import type { TreeFix } from '../report/findings.ts'
import { treeFixOf } from '../report/findings.ts'
import type { Report, ReportFinding } from '../report/report.ts'
import type { SourceFile, TreeEdit } from '../source/types.ts'
import { becauseOf } from './because.ts'
import type { FixRefusal, LeftFix, PlannedFix, WantedFix } from './types.ts'

/** One fix with all findings that have the same one. */
export interface Unit extends PlannedFix {
  readonly findings: ReportFinding[]
  /** Each edit once. */
  readonly edits: ReadonlyMap<SourceFile, readonly TreeEdit[]>
  readonly renderEdits: TreeFix['renderEdits']
}

/** The fixes of the findings that are wanted, in the order of the report. Findings with the same cause share one. */
export function unitsOf(report: Report, wanted: WantedFix): readonly Unit[] {
  const units = new Map<string, Unit>()
  const ids = new Map<SourceFile, number>()
  for (const finding of report.findings) {
    const found = finding.suppressed === null ? treeFixOf(finding) : undefined
    if (!found || !wanted(finding, found.fix.kind)) continue
    const { fix, renderEdits } = found
    const edits = editsByFile(fix.edits)
    const key = keyOf(edits, ids)
    const known = units.get(key)
    if (known) known.findings.push(finding)
    else {
      const files = [...edits.keys()].map(({ uri }) => uri)
      units.set(key, { title: fix.title, kind: fix.kind, findings: [finding], files, edits, renderEdits })
    }
  }
  return [...units.values()]
}

function editsByFile(edits: TreeFix['fix']['edits']): ReadonlyMap<SourceFile, readonly TreeEdit[]> {
  const byFile = new Map<SourceFile, TreeEdit[]>()
  for (const { node, edit } of edits) addTo(byFile, node.file, edit)
  return new Map([...byFile].map(([file, all]) => [file, distinct(all)]))
}

/** Edits, each of several equal ones once. */
export function distinct(edits: readonly TreeEdit[]): readonly TreeEdit[] {
  if (edits.length < 2) return edits
  return [...new Map(edits.map((edit) => [textOf(edit), edit])).values()]
}

function textOf(edit: TreeEdit): string {
  const value = 'value' in edit ? edit.value : undefined
  return JSON.stringify([edit.op, edit.path, 'key' in edit ? edit.key : 'to' in edit ? edit.to : '', value])
}

/** The same for the same edits in whatever order. */
function keyOf(edits: Unit['edits'], ids: Map<SourceFile, number>): string {
  const parts = [...edits].flatMap(([file, all]) => {
    const id = ids.get(file) ?? ids.size
    ids.set(file, id)
    return all.map((edit) => `${id} ${textOf(edit)}`)
  })
  return parts.sort().join('\n')
}

/** A fix that is not made. */
export function leave(fix: PlannedFix, reason: FixRefusal, detail?: string): LeftFix {
  const { title, kind, findings, files } = fix
  return { title, kind, findings, files, reason, because: detail ?? becauseOf(reason) }
}
