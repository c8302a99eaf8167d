import { type Bounds, isInRepositoryFolder, isUrl, type RefLock } from '../source/bounds.ts'
import { isInside } from './uri.ts'

/** What a description, or a ruleset, may refer to. */
export interface RefRules {
  /** URI of the folder, ending in `/`, outside of which no file is read. */
  readonly root: string
  /** Hosts from which references may be read over http(s), with their port where that is not the usual one. */
  readonly refHosts: readonly string[]
  /** Those of them that may have an address of a private network. */
  readonly privateHosts?: readonly string[] | undefined
  readonly refLock?: RefLock | undefined
}

/** Why a file that a description refers to may not be read. */
export type Refusal =
  /** `host`: as `refs.allow` takes it. */
  | { readonly code: 'ref-host-not-allowed'; readonly host: string }
  | { readonly code: 'ref-outside-root'; readonly isRepository?: boolean }

/** Undefined when the file may be read. */
export function refusalOf(
  uri: string,
  { root, refHosts }: Pick<RefRules, 'root' | 'refHosts'>,
): Refusal | undefined {
  if (isUrl(uri)) {
    const { host } = new URL(uri)
    return refHosts.includes(host) ? undefined : { code: 'ref-host-not-allowed', host }
  }
  if (!uri.startsWith('file:') || !isInside(uri, root)) return { code: 'ref-outside-root' }
  return isInRepositoryFolder(uri, root) ? { code: 'ref-outside-root', isRepository: true } : undefined
}

/** What a file or URL that may be read is held to. */
export function boundsFor(uri: string, { root, privateHosts = [], refLock }: RefRules): Bounds {
  if (!isUrl(uri)) return { root }
  return { root, mayBePrivate: privateHosts.includes(new URL(uri).host), lock: refLock }
}

/** `byUrl`: the description that refers to it was named by its own URL. */
export function refusalMessage(value: string, refusal: Refusal, byUrl = false): string {
  if (refusal.code === 'ref-outside-root') {
    return refusal.isRepository
      ? `\`${value}\` was not read: it leads into \`.git\`, where git keeps its own files.`
      : `\`${value}\` was not read: it leads outside of the project, and nothing outside is read. Move the file into the project, or run Specward from a folder that holds both.`
  }
  const line = `refs: { allow: ['${refusal.host}'] }`.replace(/'([\w.-]+)'/, '$1')
  return byUrl
    ? `\`${value}\` was not read: naming a URL allows Specward to read that one alone. Write \`${line}\` in specward.yaml, or save the description with the files that it refers to.`
    : `\`${value}\` was not read: Specward uses no network unless the host is allowed. Save a copy beside the description, or write \`${line}\` in specward.yaml.`
}

/** The entry of `refs.private` that allows a URL which leads to a private network. */
export function privateLine(uri: string): string {
  return `refs: { private: ['${new URL(uri).host}'] }`.replace(/'([\w.-]+)'/, '$1')
}
