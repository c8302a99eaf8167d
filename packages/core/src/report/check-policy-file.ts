import { AttestationRun } from '../assess/attestation-run.ts'
import type { Catalogue } from '../assess/catalogue.ts'
import type { Host } from '../host.ts'
import { COMPANIONS } from '../policy/companions.ts'
import { createPolicyCache, findConfiguration, findRoot } from '../policy/find.ts'
import { folderOf } from '../policy/folders.ts'
import type { ConfigurationError, PolicyNotice } from '../policy/policy.ts'
import { readWaivers } from '../policy/read-waivers.ts'
import type { Registry } from '../policy/rule.ts'
import type { RulesetSupport } from '../policy/rulesets.ts'
import { createLoader, type Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import type { Range } from './report.ts'

/** What a file of a policy is. */
export type PolicyFileKind = 'configuration' | 'waivers' | 'attestations'

export interface PolicyFileRequest {
  readonly uri: string
  readonly kind: PolicyFileKind
  readonly registry: Registry
  readonly version: string
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  /** Today's date, `2027-01-31`; undefined: whether anything has ended is not checked. */
  readonly today?: string | undefined
  /** As for `lint`: where rulesets of Spectral can be part of the policy. */
  readonly rulesets?: RulesetSupport | undefined
  /** Reads the catalogue of controls; called for attestations alone. */
  catalogue(): Promise<Catalogue>
}

/** What is to be told about a file of a policy without a description being judged. */
export interface PolicyFileCheck {
  /** What ends a run; of a configuration, also in files that it extends. */
  readonly errors: readonly ConfigurationError[]
  readonly notices: readonly (Pick<PolicyNotice, 'code' | 'severity' | 'message' | 'uri'> & {
    readonly range: Range | undefined
  })[]
}

/** What a file is by its name; undefined for one that is none of a policy, or whose name does not tell. */
export function policyFileKind(uri: string): PolicyFileKind | undefined {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  if (name === 'specward.yaml' || name === 'specward.yml') return 'configuration'
  if (name === COMPANIONS.waivers) return 'waivers'
  return name === COMPANIONS.attestations ? 'attestations' : undefined
}

/** Checks one file of a policy as `lint` does, whether or not there is a description that it is in force for. */
export async function checkPolicyFile(request: PolicyFileRequest, host: Host): Promise<PolicyFileCheck> {
  const loader = createLoader(host)
  switch (request.kind) {
    case 'configuration':
      return checkConfiguration(request, host, loader)
    case 'waivers':
      return checkWaivers(request, host, loader)
    case 'attestations':
      return checkAttestations(request, loader)
  }
}

async function checkConfiguration(
  request: PolicyFileRequest,
  host: Host,
  loader: Loader,
): Promise<PolicyFileCheck> {
  const isNamed = policyFileKind(request.uri) !== 'configuration'
  const result = await configurationOf(request, host, loader, isNamed ? request.uri : undefined)
  if ('errors' in result) return { errors: result.errors, notices: [] }
  const { parts } = result.configuration
  const { notices = [] } = result.configuration.policyFor(undefined)
  return { errors: [], notices: placed(notices, parts.files) }
}

/** The configuration of the folder that a file is in, or the one that is named. */
async function configurationOf(
  { uri, ...request }: PolicyFileRequest,
  host: Host,
  loader: Loader,
  config?: string,
) {
  const { workingDirectory } = request
  const cache = createPolicyCache(host, loader)
  const folder = folderOf(uri)
  const root = await findRoot(folder, host, { workingDirectory, config, cache })
  return findConfiguration(folder, { ...request, host, root, config, cache })
}

async function checkWaivers(
  request: PolicyFileRequest,
  host: Host,
  loader: Loader,
): Promise<PolicyFileCheck> {
  const { uri, today } = request
  const loaded = await loader.load(uri)
  if ('error' in loaded)
    return { errors: [{ message: `The waivers could not be read: ${loaded.detail}`, uri }], notices: [] }
  const result = await configurationOf(request, host, loader)
  // what is wrong with the configuration is told there; which rules there are is not known then
  const rules = 'errors' in result ? undefined : result.configuration.parts.ruleIds
  const book = readWaivers(loaded.file, { rules, today })
  if ('errors' in book) return { errors: book.errors, notices: [] }
  return {
    errors: [],
    notices: placed(
      book.broken.map(({ notice }) => notice),
      [loaded.file],
    ),
  }
}

async function checkAttestations(
  { uri, catalogue, today }: PolicyFileRequest,
  loader: Loader,
): Promise<PolicyFileCheck> {
  const run = new AttestationRun({ catalogue, loader, workingDirectory: folderOf(uri), today })
  await run.open('', undefined)
  return { errors: run.errors, notices: placed(await run.ownNotices(), run.files) }
}

function placed(notices: readonly PolicyNotice[], files: readonly SourceFile[]): PolicyFileCheck['notices'] {
  return notices.map(({ code, severity, message, uri, span }) => {
    const file = files.find((each) => each.uri === uri)
    const range = file && span && { start: file.position(span.start), end: file.position(span.end) }
    return { code, severity, message, uri, range }
  })
}
