import type { TreeBase, Version } from '../../against/types.ts'
import { planAssessment } from '../../assess/plan.ts'
import type { Host } from '../../host.ts'
import { lazy } from '../../lazy.ts'
import { createPolicyCache } from '../../policy/find.ts'
import type { Task } from '../../policy/task.ts'
import { createLoader, type Loader } from '../../source/load.ts'
import { Stopwatch } from '../../stopwatch.ts'
import { openAttestations, withAnswers } from '../attestations.ts'
import { planTasks } from '../plan.ts'
import type { DocumentRequest, LintRequest } from '../request.ts'
import { loaderFor } from '../review.ts'
import type { RunTools } from '../tools.ts'
import type { DocumentRecord } from './document-record.ts'
import { ReadFiles } from './read-files.ts'
import { recordOf, reviewNoting } from './review-recorded.ts'

/** Reads the commit that a run is compared with: see {@link TreeBase}. */
export type BaseHosts = Pick<TreeBase, 'host' | 'policyHost'>

/** Judges documents for their records alone: the part of a run that other threads and machines can do. */
export interface Recorder {
  /**
   * Judges a document as `lint` does with the same request.
   *
   * @param version of files and policy; undefined for a document of the run
   * @returns undefined where what was found cannot be told as plain data: it is judged where the report is made
   * @throws ConfigurationFailure when a configuration is not valid
   * @throws EvaluationCancelled when the signal is aborted
   */
  record(document: DocumentRequest, version?: Version): Promise<DocumentRecord | undefined>
}

/**
 * A recorder reads each configuration once; files are forgotten as documents are done. Give it one document at a time.
 *
 * @param base opens the commit for the versions that a comparison with it asks for
 */
export function createRecorder(
  request: Omit<LintRequest, 'documents'>,
  host: Host,
  base?: () => Promise<BaseHosts>,
): Recorder {
  return new VersionRecorder(request, host, base)
}

/** What reads files in one state, and policies in it. */
interface Side {
  readonly host: Host
  readonly loader: Loader
  readonly files: ReadFiles
  readonly plan: (asked: LintRequest) => Promise<readonly Task[]>
}

class VersionRecorder implements Recorder {
  readonly #request: Omit<LintRequest, 'documents'>
  readonly #now: Side
  readonly #base: () => Promise<Side>

  constructor(request: Omit<LintRequest, 'documents'>, host: Host, base?: () => Promise<BaseHosts>) {
    this.#request = request
    this.#now = sideOf(host, host)
    this.#base = lazy(async () => {
      if (!base) throw new TypeError('There is no base to judge by.')
      const { host, policyHost } = await base()
      return sideOf(host, policyHost)
    })
  }

  async record(document: DocumentRequest, version?: Version): Promise<DocumentRecord | undefined> {
    const changed = version ? undefined : this.#request.changed
    const asked = { ...this.#request, documents: [document], changed }
    const planned = await this.#now.plan(asked)
    const side = version?.files === 'base' ? await this.#base() : this.#now
    const tools = await this.#toolsFor(asked, planned, side)
    const task = await this.#taskOf(asked, planned, version)
    if (!task) return undefined
    const noted = await reviewNoting(task, tools)
    const record = await recordOf(task, noted, tools)
    await side.files.note(noted.asked.values(), task, loaderFor(task, tools))
    if (side.files.areMany) side.files.forget()
    return record
  }

  /** What people have answered and what they are asked is that of the run, whatever the version. */
  async #toolsFor(asked: LintRequest, planned: readonly Task[], { host, loader }: Side): Promise<RunTools> {
    const attestations = await openAttestations(asked, this.#now.loader, planned)
    const assessing = asked.assess && planAssessment(withAnswers(asked.assess, attestations), asked.registry)
    const watch = new Stopwatch(() => host.now())
    return { request: asked, host, loader, watch, assessing, attestations }
  }

  async #taskOf(
    asked: LintRequest,
    [planned]: readonly Task[],
    version: Version | undefined,
  ): Promise<Task | undefined> {
    if (!planned || version?.policy !== 'base') return planned
    const [then] = await (await this.#base()).plan(asked)
    return then && { ...then, root: planned.root }
  }
}

function sideOf(host: Host, policyHost: Host): Side {
  const loader = createLoader(host)
  const policies = host === policyHost ? loader : createLoader(policyHost)
  const cache = createPolicyCache(policyHost, policies)
  const plan = (asked: LintRequest) => planTasks(asked, policyHost, policies, cache)
  return { host, loader, files: new ReadFiles(), plan }
}
