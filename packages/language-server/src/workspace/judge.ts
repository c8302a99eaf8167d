import {
  type ConfigurationError,
  ConfigurationFailure,
  expectEdits,
  type Host,
  hostBy,
  type LintRequest,
  type LintResult,
  lintEdited,
  lintWithSources,
  type Memory,
  mayBeApi,
} from '@specward/core'
import { keyOf } from '../files.ts'
import type { ServerOptions } from '../options.ts'
import { type RunSetting, runRequest } from '../run-request.ts'
import { everythingSaid } from '../turns.ts'

/** One run over one file. */
export interface JudgeTask extends RunSetting {
  readonly uri: string
  /** Text of an open file that is no part of a policy: where it can be no API description, nothing is judged. */
  readonly text: string | undefined
  /** True when the file is known to be an API description, although its text may be broken just now. */
  readonly isKnown: boolean
  readonly signal: { readonly aborted: boolean }
  /** Gets the keys of all files that are read or looked for, as soon as they are. */
  readonly asked: Set<string>
  /** What makes this run and the next ones quicker. */
  readonly memory: Memory | undefined
  /** All API descriptions in a folder and below. */
  readonly descriptions: ((folder: string) => Promise<readonly string[]>) | undefined
}

export type Judged =
  /** `isProvisional`: from a look at what was edited alone. */
  | { readonly result: LintResult; readonly isProvisional: boolean }
  /** A configuration, or a file that goes with it, is not valid: nothing was judged. */
  | { readonly errors: readonly ConfigurationError[] }
  /** Specward itself failed. */
  | { readonly failure: string; readonly stack: string }
  /** It can be no API description. */
  | { readonly nothing: true }
  /** The signal ended it. */
  | { readonly superseded: true }

/**
 * The one place where the server has a file judged. Never rejects.
 * @param mayBeQuick whether a look at what was edited is enough, where that can be had
 */
export async function judge(
  task: JudgeTask,
  options: ServerOptions,
  host: Host,
  mayBeQuick: boolean,
): Promise<Judged> {
  const { signal, asked, memory, text, isKnown, uri } = task
  if (text !== undefined && !isKnown && !mayBeApi([new TextEncoder().encode(text)])) {
    asked.add(keyOf(uri))
    return { nothing: true }
  }
  const request = requestFor(task, options)
  const recorded = recording(host, asked)
  try {
    const quick = mayBeQuick && memory ? await lintEdited(request, recorded) : undefined
    const result = quick ?? (signal.aborted ? undefined : await lintWithSources(request, recorded))
    if (!result || signal.aborted) return { superseded: true }
    // of a text that cannot be read, nothing more is known by a look at the whole
    return { result, isProvisional: quick !== undefined && quick.documents.length > 0 }
  } catch (error) {
    if (signal.aborted) return { superseded: true }
    return error instanceof ConfigurationFailure ? { errors: error.errors } : failureOf(error)
  }
}

/** What is known of an exception of our own. */
export function failureOf(error: unknown): { readonly failure: string; readonly stack: string } {
  const failure = error instanceof Error ? error.message : String(error)
  return { failure, stack: error instanceof Error ? (error.stack ?? failure) : failure }
}

/** Gets ready for edits of a file that has been judged. Never rejects; false where the signal has ended it. */
export async function getReady(task: JudgeTask, options: ServerOptions, host: Host): Promise<boolean> {
  try {
    await expectEdits(requestFor(task, options), host)
    return true
  } catch {
    // what fails here fails where it matters as well, and is told there
    return false
  }
}

function requestFor(task: JudgeTask, options: ServerOptions): LintRequest {
  const { uri, isKnown, signal, descriptions, memory } = task
  const documents = [{ uri, named: isKnown }]
  return {
    ...runRequest(task, options),
    documents,
    descriptions,
    signal,
    memory,
    pause: everythingSaid,
    keep: true,
  }
}

/** A host that notes down what it is asked for: whatever of that changes may change the answer. */
function recording(host: Host, asked: Set<string>): Host {
  const note = (uri: string): string => {
    asked.add(keyOf(uri))
    return uri
  }
  return hostBy(host, {
    read: (uri, options) => host.read(note(uri), options),
    exists: (uri) => host.exists(note(uri)),
  })
}
