import { daysBetween, inDays } from './days.ts'
import { noticeAt, peopleText, sentence } from './notice.ts'
import { type Origin, originName } from './origin.ts'
import type { PolicyNotice } from './policy.ts'
import { type PolicyException, type Statement, subjectOf } from './statements.ts'

/** Days before its end from which on an exception is told to end soon. */
const SOON = 14

/** What the exceptions of a file say to a statement that breaks a lock. */
export type Verdict =
  | { readonly outcome: 'allowed' | 'expired' | 'none' }
  /** There is one, but not for this place. */
  | { readonly outcome: 'elsewhere'; readonly line: number; readonly files: string }

interface Asked {
  readonly subject: string
  readonly lockedAt: Origin
}

/** The exceptions that one file records, and which of them were needed. */
export class ExceptionBook {
  readonly #exceptions: readonly PolicyException[]
  readonly #options: { readonly root: string; readonly today?: string | undefined }
  readonly #used = new Map<PolicyException, Origin>()

  constructor(
    exceptions: readonly PolicyException[],
    options: { readonly root: string; readonly today?: string | undefined },
  ) {
    this.#exceptions = exceptions
    this.#options = options
  }

  /** Whether a statement may break a lock, by an exception that stands in the same file. */
  judge({ subject, lockedAt }: Asked, statement: Statement): Verdict {
    const named = this.#exceptions.filter((each) => subjectOf(each) === subject)
    const fitting = named.filter((each) => coversStatement(each, statement))
    const chosen = fitting.find((each) => !this.#isOver(each)) ?? fitting[0]
    if (chosen) {
      this.#used.set(chosen, lockedAt)
      return { outcome: this.#isOver(chosen) ? 'expired' : 'allowed' }
    }
    const [other] = named
    if (!other?.files || !other.origin.place) return { outcome: 'none' }
    this.#used.set(other, lockedAt)
    const files = other.files.map((glob) => `\`${glob}\``).join(', ')
    return { outcome: 'elsewhere', line: other.origin.place.line, files }
  }

  notices(): readonly PolicyNotice[] {
    return this.#exceptions.flatMap((each) => {
      const lockedAt = this.#used.get(each)
      return lockedAt ? this.#noticesOf(each, lockedAt) : [unused(each)]
    })
  }

  #isOver({ expires }: PolicyException): boolean {
    return this.#options.today !== undefined && this.#options.today > expires
  }

  #noticesOf(exception: PolicyException, lockedAt: Origin): readonly PolicyNotice[] {
    const { expires } = exception
    const { today, root } = this.#options
    const of = `\`${subjectOf(exception)}\`, which is locked in ${originName(lockedAt, root)}`
    const who = peopleText(exception)
    if (this.#isOver(exception)) {
      const advice =
        'so the lock holds again. Decide anew and record that, or remove it with what it allowed.'
      return [
        notice(
          exception,
          'exception-expired',
          'error',
          `The exception from ${of}, ended on ${expires}, ${advice} ${who}`,
        ),
      ]
    }
    const use = `An exception from ${of}, holds until ${expires}: ${sentence(exception.reason)} ${who}`
    const found = [notice(exception, 'exception-in-use', 'info', use)]
    if (today === undefined) {
      const text = `Whether the exception from ${of}, has ended (${expires}) was not checked: the date is not known here.`
      found.push(notice(exception, 'exception-unchecked', 'warn', text))
    } else {
      const days = daysBetween(today, expires)
      const text = `The exception from ${of}, ends ${inDays(days)}, on ${expires}. ${who}`
      if (days <= SOON) found.push(notice(exception, 'exception-ends-soon', 'warn', text))
    }
    return found
  }
}

/** True when an exception is for a statement: always, unless it is for some files alone. */
function coversStatement({ files }: PolicyException, { scope }: Statement): boolean {
  if (files === undefined) return true
  const taken = scope?.files
  if (taken === undefined) return false
  const isLeftOut = (glob: string): boolean => glob.startsWith('!')
  return (
    taken.every((glob) => isLeftOut(glob) || files.includes(glob)) &&
    files.every((glob) => !isLeftOut(glob) || taken.includes(glob))
  )
}

function unused(exception: PolicyException): PolicyNotice {
  const subject = subjectOf(exception)
  const text = `The exception from \`${subject}\` is not needed: this file softens nothing of it that is locked. Remove it.`
  return notice(exception, 'exception-unused', 'warn', text)
}

function notice(
  { origin: { source, place } }: PolicyException,
  ...what: readonly [code: PolicyNotice['code'], severity: PolicyNotice['severity'], message: string]
): PolicyNotice {
  return noticeAt({ uri: source, span: place?.span }, ...what)
}
