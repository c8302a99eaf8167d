import { fixAll, type LintResult } from '@specward/core'
import { judge } from '../judge.ts'
import { type Fault, fault, type Property } from '../property.ts'
import { reportFault } from './sound.ts'

/** Fixes above so many findings take minutes. */
const MOST = 400

function namesOf({ report }: LintResult): ReadonlySet<string> {
  return new Set(
    report.findings.flatMap(({ ruleId, fingerprint, parts = [] }) =>
      [fingerprint, ...parts].map((print) => `${ruleId} ${print}`),
    ),
  )
}

/** What fixing has brought that was not there: more findings of a rule than before, and one with a new name among them. */
function broughtFault(before: LintResult, after: LintResult): Fault | undefined {
  const known = namesOf(before)
  const count = ({ report }: LintResult, id: string): number =>
    report.findings.filter(({ ruleId }) => ruleId === id).length
  const brought = after.report.findings.find(
    ({ ruleId, fingerprint }) =>
      !known.has(`${ruleId} ${fingerprint}`) && count(after, ruleId) > count(before, ruleId),
  )
  return brought && fault('fix', `brings ${brought.ruleId}`)
}

/** Fixing everything ends, brings nothing, and changes nothing when it is done again. */
export const fixed: Property = {
  name: 'fixed',
  input: 'text',
  weight: 4,
  async check({ name, content, variant }) {
    const before = await judge({ [name]: content })
    if (before.report.findings.length > MOST) return undefined
    const wanted = variant % 2 === 0 ? () => true : (_: unknown, kind: string) => kind === 'safe'
    const first = await fixAll(before, wanted)
    const wrong = reportFault(first.result.report) ?? broughtFault(before, first.result)
    if (wrong) return wrong
    if (first.result.report.problems.length > before.report.problems.length)
      return fault('fix', 'brings a problem')
    const file = first.files[0]
    if (!file) return undefined
    const made = 'bytes' in file.content ? file.content.bytes : file.content.text
    const second = await fixAll(await judge({ [name]: made }), wanted)
    const more = second.fixes[0]
    return more && fault('fix', `changes something the second time: ${JSON.stringify(more).slice(0, 300)}`)
  },
}
