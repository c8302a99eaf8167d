import type { LintRequest, TreeBase } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import type { HostOptions } from '../io.ts'
import { rulesetEngine } from '../rulesets.ts'

/** All that decides how a document is judged, as plain data: what threads are told. */
export interface JudgeSetup {
  readonly host: HostOptions
  readonly request: Pick<LintRequest, (typeof PLAIN)[number]>
  /** Whether controls are assessed, and whether answers of people are read. */
  readonly assesses: boolean
  readonly readsAnswers: boolean
  /** The commit that the run is compared with. */
  readonly base: string | undefined
}

const PLAIN = [
  'version',
  'workingDirectory',
  'config',
  'presets',
  'failOn',
  'today',
  'timing',
  'changed',
  'rulesets',
  'allowScripts',
  'acceptsNothing',
] as const satisfies readonly (keyof LintRequest)[]

export function setupOf(request: LintRequest, host: HostOptions): JudgeSetup {
  const plain = Object.fromEntries(PLAIN.map((key) => [key, request[key]])) as unknown
  return {
    host,
    request: plain as JudgeSetup['request'],
    assesses: request.assess !== undefined,
    readsAnswers: request.catalogue !== undefined,
    base: treeBaseOf(request)?.commit,
  }
}

/** The commit that a run is compared with; undefined where it is compared with something else or nothing. */
export function treeBaseOf({ base }: LintRequest): TreeBase | undefined {
  return typeof base === 'object' && base.kind === 'git' ? base : undefined
}

/** The request that the setup was made of, as far as it concerns a single document. */
export async function requestOf({
  request,
  assesses,
  readsAnswers,
}: JudgeSetup): Promise<Omit<LintRequest, 'documents' | 'conformance'>> {
  return {
    ...request,
    registry,
    rulesetEngine,
    ...(assesses ? { assess: { catalogue: await loadCatalogue() } } : {}),
    ...(readsAnswers ? { catalogue: loadCatalogue } : {}),
  }
}
