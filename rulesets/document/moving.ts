import { splitUrl } from '@specward/core'

const BRANCH = /^(?:main|master|trunk|develop|development|dev|head|nightly)$/i

/** Hosts that serve files of repositories, and in which piece of the path the revision stands. */
const REPOSITORIES: ReadonlyMap<string, RegExp> = new Map([
  ['raw.githubusercontent.com', /^\/[^/]+\/[^/]+\/(?:refs\/heads\/)?([^/]+)\//],
  ['github.com', /^\/[^/]+\/[^/]+\/(?:blob|raw|tree)\/(?:refs\/heads\/)?([^/]+)\//],
  ['gitlab.com', /\/-\/(?:raw|blob)\/([^/]+)\//],
  ['bitbucket.org', /^\/[^/]+\/[^/]+\/(?:raw|src)\/([^/]+)\//],
  ['cdn.statically.io', /^\/gh\/[^/]+\/[^/]+\/([^/]+)\//],
])

/** Packages by name and version: the version may be missing, and then it is the newest. */
const PACKAGES = [
  /^unpkg\.com\/((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?(?:\/|$)/,
  /^cdn\.jsdelivr\.net\/npm\/((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?(?:\/|$)/,
  /^cdn\.jsdelivr\.net\/gh\/([^/@]+\/[^/@]+)(?:@([^/]+))?(?:\/|$)/,
]

/** The piece of an address that stands for another text tomorrow: `main`, `latest`; undefined where there is none. */
export function movingPart(address: string): string | undefined {
  const { host, path } = splitUrl(address)
  const file = path.split(/[?#]/, 1)[0] ?? ''
  const branch = /\/refs\/heads\/([^/]+)/.exec(file)?.[1]
  if (branch !== undefined) return branch
  const revision = REPOSITORIES.get(host)?.exec(file)?.[1]
  if (revision !== undefined) return BRANCH.test(revision) ? revision : undefined
  for (const pattern of PACKAGES) {
    const [whole, name, version] = pattern.exec(host + file) ?? []
    if (whole === undefined) continue
    if (version === undefined) return name
    return /^(?:latest|next|beta|main|master)$/i.test(version) ? version : undefined
  }
  // elsewhere, `/main/` is a folder like any other; `latest` says what it is
  return /\/latest(?:\/|$)/i.test(file) ? 'latest' : undefined
}
