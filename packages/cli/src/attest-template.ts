import { resolve } from 'node:path'
import {
  type AssessedControl,
  attestationEntry,
  attestationText,
  type Control,
  isOfOperations,
} from '@specward/core'
import type { AssessedRun } from './assess-run.ts'
import { attestPlace } from './attest-place.ts'
import type { Io } from './io.ts'
import { uriOf } from './uris.ts'

/**
 * Entries for all open questions, of some controls or of all, with what nobody but a person can fill in left blank and the
 * question in a comment above it. What is broken is not among them: that is mended, not answered.
 */
export function openQuestions(
  run: AssessedRun,
  wanted: readonly Control[],
  days: number | undefined,
  io: Io,
): string {
  const controls = new Map(run.catalogue.controls.map((control) => [control.id, control]))
  const entries = run.assessment.documents.flatMap(({ file, controls: assessed }) => {
    const uri = /^https?:/.test(file) ? file : uriOf(resolve(io.cwd, file))
    const { facets, document, validUntil } = attestPlace(run, uri, io)
    return assessed.filter(isOpen).flatMap((each) => {
      const control = controls.get(each.id)
      if (!control || (wanted.length > 0 && !wanted.includes(control))) return []
      const operations = narrowedTo(each, control)
      const blank = { answer: 'yes' as const, by: '', evidence: '' }
      const dates = { date: io.today(), validUntil: validUntil(days) }
      const entry = attestationEntry({ control, document, operations, ...blank, ...dates }, facets)
      return [{ entry: { ...entry, answer: '' }, above: [control.question, `Evidence: ${control.evidence}`] }]
    })
  })
  return entries.length === 0
    ? 'attestations: []\n'
    : attestationText(
        entries.map(({ entry }) => entry),
        entries.map(({ above }) => above),
      )
}

function isOpen({ question, result }: AssessedControl): boolean {
  return question !== null && question.state !== 'answered' && result !== 'fail' && result !== 'notApplicable'
}

/** What the description tells for most operations is asked for the others alone. */
function narrowedTo({ told, question }: AssessedControl, { covers }: Control): readonly string[] | undefined {
  const { operations = [] } = question ?? {}
  return told === 'description' && isOfOperations(covers) && operations.length > 0 ? operations : undefined
}
