import { nodeOf } from '../policy/at.ts'
import { inDays } from '../policy/days.ts'
import { noticeAt, peopleText } from '../policy/notice.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { shellWord } from '../policy/shell-word.ts'
import { didYouMean } from '../policy/suggest.ts'
import type { WaiverFault } from '../policy/waiver-faults.ts'
import { isLiteral, type Waiver } from '../policy/waivers.ts'
import { relativeName } from './file-name.ts'
import type { WaiverIndex } from './waiver-index.ts'
import type { WaiverRecord } from './waiver-run.ts'

const PRUNE = 'Remove it: `specward waivers --prune` does.'

export function stale(
  waiver: Waiver,
  severity: 'error' | 'warn',
  faults: readonly WaiverFault[],
): PolicyNotice {
  const isOver = faults.some(({ kind }) => kind === 'expired')
  const end = isOver ? `which ended on ${waiver.expires}` : `until ${waiver.expires}`
  const text = `The waiver for \`${waiver.rule}\`, ${end}, is not needed any more: what it accepts is not found. ${PRUNE} ${peopleText(waiver)}`
  return noticeAt(waiver, 'waiver-stale', severity, text)
}

/** @param names of the documents that the waivers are in force for, from their folder */
export function withoutFile(
  waiver: Waiver,
  severity: 'error' | 'warn',
  names: readonly string[],
): PolicyNotice {
  const { file = '' } = waiver.scope
  const what = isLiteral(file) ? 'there is no such file' : 'it fits no API description'
  const text = `The waiver for \`${waiver.rule}\` is for nothing: its \`file\` is \`${file}\`, and ${what}.${didYouMean(file, names)} Correct \`file\`, or remove the waiver: \`specward waivers --prune\` does. ${peopleText(waiver)}`
  return noticeAt(waiver, 'waiver-stale', severity, text)
}

export function ambiguous({ waiver, places }: WaiverRecord, index: WaiverIndex): PolicyNotice {
  const names = new Set([...places.values()].map(({ finding: { at } }) => index.nameOf(nodeOf(at).file.uri)))
  const listed = [...names].sort().map((name) => `\`${name}\``)
  const shown = listed.slice(0, 3).join(', ') + (listed.length > 3 ? ` and ${listed.length - 3} more` : '')
  const text = `The waiver for \`${waiver.rule}\` suppresses nothing: its fingerprint stands for ${places.size} findings (in ${shown}). Say with \`file\` which one it is for. ${peopleText(waiver)}`
  return noticeAt(waiver, 'waiver-ambiguous', 'error', text)
}

/** The file that it names is gone, and the finding is somewhere else. */
export function moved({ waiver, places }: WaiverRecord, index: WaiverIndex): PolicyNotice {
  const [place] = places.values()
  const now = place ? ` is now in \`${index.nameOf(nodeOf(place.finding.at).file.uri)}\`` : ' is elsewhere'
  const text = `There is no \`${waiver.scope.file}\` any more; the finding of the waiver for \`${waiver.rule}\`${now}. Put that name under \`file\`. ${peopleText(waiver)}`
  return noticeAt(waiver, 'waiver-moved', 'warn', text)
}

export function unchecked(waiver: Waiver): PolicyNotice {
  const text = `Whether the waiver for \`${waiver.rule}\` has ended (${waiver.expires}) was not checked: the date is not known here.`
  return noticeAt(waiver, 'waiver-unchecked', 'warn', text)
}

/** @param folder that the user is in: a URI ending in `/` */
export function endsSoon(record: WaiverRecord, days: number, folder: string): PolicyNotice {
  const { waiver, findings } = record
  const then =
    findings > 0
      ? `then ${counted(findings)} again. Mend it until then, or ${renewal(record, folder)}`
      : 'Look whether it is still needed.'
  const text = `The waiver for \`${waiver.rule}\` ends ${inDays(days)}, on ${waiver.expires}: ${then} ${peopleText(waiver)}`
  return noticeAt(waiver, 'waiver-ends-soon', 'warn', text.replace(': Look', '. Look'))
}

/** @param folder that the user is in: a URI ending in `/` */
export function faulty(record: WaiverRecord, fault: WaiverFault, folder: string): PolicyNotice {
  const { waiver, findings } = record
  const name = `The waiver for \`${waiver.rule}\``
  switch (fault.kind) {
    case 'forbidden': {
      const text = `${name} suppresses nothing: by the policy (\`waivers.forbid\`), what this rule finds cannot be accepted. Mend it and remove the waiver. ${peopleText(waiver)}`
      return noticeAt(waiver, 'waiver-forbidden', 'error', text)
    }
    case 'expired': {
      const so =
        findings > 0
          ? `, so ${counted(findings)} again. Mend it, or ${renewal(record, folder)}`
          : '. Remove it if it is not needed any more, or decide anew.'
      return noticeAt(
        waiver,
        'waiver-expired',
        'error',
        `${name} ended on ${waiver.expires}${so} ${peopleText(waiver)}`,
      )
    }
    case 'not-approved': {
      const text = `${name} suppresses nothing: ${fault.because} (\`waivers.approval\` in the policy). It would hold until ${waiver.expires}. ${peopleText(waiver)}`
      return noticeAt(waiver, 'waiver-not-approved', 'error', text)
    }
    case 'too-long': {
      const { days, longest, severity } = fault
      const text = `${name} holds for ${days} days, until ${waiver.expires}, and suppresses nothing: for findings of severity \`${severity}\` the policy allows ${longest} (\`waivers.longest\`). Give it an earlier end. ${peopleText(waiver)}`
      return noticeAt(waiver, 'waiver-too-long', 'error', text)
    }
  }
}

function counted(findings: number): string {
  return findings === 1 ? '1 finding counts' : `${findings} findings count`
}

/** What to type, or to write, to accept it for longer. */
function renewal({ waiver: { scope }, documents }: WaiverRecord, folder: string): string {
  if (scope.fingerprint === undefined) return 'decide anew and write another day under `expires`.'
  // where several documents have the finding, the one that is meant has to be named
  const [file] = [...documents].map(({ uri }) => relativeName(folder, uri)).sort()
  const where = scope.file === undefined || file === undefined ? '' : ` ${shellWord(file)}`
  return `decide anew: \`specward waive ${scope.fingerprint}${where} --renew --expires '<date>'\`.`
}
