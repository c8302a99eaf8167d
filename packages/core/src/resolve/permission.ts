import { isInside } from './uri.ts'

/** Why a file that a description refers to may not be read. */
export type Refusal =
  | { readonly code: 'ref-host-not-allowed'; readonly hostname: string }
  | { readonly code: 'ref-outside-root' }

/** Undefined when the file may be read. */
export function refusalOf(
  uri: string,
  { root, refHosts }: { readonly root: string; readonly refHosts: readonly string[] },
): Refusal | undefined {
  if (/^https?:/.test(uri)) {
    const { hostname } = new URL(uri)
    return refHosts.includes(hostname) ? undefined : { code: 'ref-host-not-allowed', hostname }
  }
  return isInside(uri, root) ? undefined : { code: 'ref-outside-root' }
}

/** `byUrl`: the description that refers to it was named by its own URL. */
export function refusalMessage(value: string, refusal: Refusal, byUrl = false): string {
  if (refusal.code === 'ref-outside-root') {
    return `\`${value}\` was not read: it leads outside of the project, and nothing outside is read. Move the file into the project, or run Specward from a folder that holds both.`
  }
  const line = `refs: { allow: [${refusal.hostname}] }`
  return byUrl
    ? `\`${value}\` was not read: naming a URL allows Specward to read that one alone. Write \`${line}\` in specward.yaml, or save the description with the files that it refers to.`
    : `\`${value}\` was not read: Specward uses no network unless the host is allowed. Save a copy beside the description, or write \`${line}\` in specward.yaml.`
}
