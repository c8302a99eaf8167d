import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A single licence of the SPDX list, not an expression. */
const SINGLE = /^[A-Za-z0-9.+-]+$/

/**
 * What a published file consists of, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): the packages whose code
 * is part of it, and those that are installed with it. The same lock file gives the same bytes.
 *
 * @param {string} root folder of the repository
 * @param {{ name: string, version: string, license: string, dependencies?: Record<string, string> }} manifest of what
 * is published
 * @param {readonly string[]} modules absolute paths of what was bundled
 * @returns {Promise<string | undefined>} undefined where there is no lock file to go by
 */
export async function sbomOf(root, manifest, modules) {
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8').catch(() => undefined)
  if (lock === undefined) return undefined
  const { packages } = JSON.parse(lock)
  const bundled = new Set(modules.flatMap((id) => keyOf(root, id) ?? []))
  const installed = closure(Object.keys(manifest.dependencies ?? {}), packages)
  const keys = [...new Set([...bundled, ...installed])].sort()
  const components = await Promise.all(
    keys.map((key) => component(root, key, packages[key], bundled.has(key), installed.has(key))),
  )
  const main = {
    type: 'application',
    'bom-ref': `pkg:npm/${manifest.name}@${manifest.version}`,
    name: manifest.name,
    version: manifest.version,
    licenses: licensesOf(manifest.license),
    purl: `pkg:npm/${manifest.name}@${manifest.version}`,
  }
  // one version of a package may lie in several folders
  const unique = new Map(components.map((each) => [each['bom-ref'], each]))
  const refs = new Map(keys.map((key, index) => [key, components[index]['bom-ref']]))
  const body = {
    metadata: { lifecycles: [{ phase: 'build' }], component: main },
    components: [...unique.values()].sort(byRef),
    dependencies: dependenciesOf(main['bom-ref'], manifest, keys, refs, packages, bundled),
  }
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf(body),
    version: 1,
    ...body,
  }
  return `${JSON.stringify(bom, undefined, 2)}\n`
}

/** Key in the lock file of the package that a module belongs to; undefined for what is ours. */
export function keyOf(root, id) {
  const path = id.replaceAll('\\', '/').replace(/^\0/, '').replace(/\?.*$/, '')
  const top = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`
  if (!path.startsWith(top)) return undefined
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.slice(top.length))?.[1]
}

/** Keys of all packages that are installed with some, as npm does it. */
function closure(names, packages) {
  const found = new Set()
  const open = names.map((name) => ['packages/cli', name])
  for (const [from, name] of open) {
    const key = resolveKey(from, name, packages)
    if (key === undefined || found.has(key)) continue
    found.add(key)
    open.push(...asked(packages[key]).map((each) => [key, each]))
  }
  return found
}

function asked({ dependencies = {}, optionalDependencies = {} }) {
  return Object.keys({ ...dependencies, ...optionalDependencies })
}

/** The package that a name stands for, as seen from a folder. */
function resolveKey(from, name, packages) {
  for (let folder = from; ; folder = folder.replace(/\/?[^/]*$/, '')) {
    const key = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (Object.hasOwn(packages, key)) return packages[key].link ? undefined : key
    if (folder === '') return undefined
  }
}

async function component(root, key, entry, isBundled, isInstalled) {
  if (!entry) throw new Error(`package-lock.json does not know ${key}, which is bundled.`)
  const full = entry.name ?? key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const [group, name] = full.startsWith('@') ? full.split('/') : [undefined, full]
  const purl = `pkg:npm/${full.replace('@', '%40')}@${entry.version}`
  const license = entry.license ?? (await licenseOf(join(root, key)))
  const deliveries = [...(isBundled ? ['bundled'] : []), ...(isInstalled ? ['installed'] : [])]
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group ? { group } : {}),
    name,
    version: entry.version,
    scope: 'required',
    hashes: hashesOf(entry.integrity),
    licenses: licensesOf(license),
    purl,
    properties: deliveries.map((value) => ({ name: 'specward:delivery', value })),
  }
}

async function licenseOf(folder) {
  const { license, licenses } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ')
}

function licensesOf(text) {
  if (!text) return []
  return SINGLE.test(text) ? [{ license: { id: text } }] : [{ expression: text.replace(/^\((.*)\)$/, '$1') }]
}

/** What the registry says of the archive: `sha512-` and base64. */
function hashesOf(integrity = '') {
  return integrity.split(/\s+/).flatMap((each) => {
    const [, bits, digest] = /^sha(1|256|384|512)-(.+)$/.exec(each) ?? []
    if (!digest) return []
    return [{ alg: `SHA-${bits}`, content: Buffer.from(digest, 'base64').toString('hex') }]
  })
}

function dependenciesOf(main, { dependencies = {} }, keys, refs, packages, bundled) {
  const edges = new Map([[main, new Set()]])
  for (const key of keys) {
    const on = edges.get(refs.get(key)) ?? new Set()
    edges.set(refs.get(key), on)
    for (const name of asked(packages[key])) {
      const target = refs.get(resolveKey(key, name, packages))
      if (target) on.add(target)
    }
    const name = key.slice('node_modules/'.length)
    if (bundled.has(key) || (key === `node_modules/${name}` && Object.hasOwn(dependencies, name)))
      edges.get(main).add(refs.get(key))
  }
  return [...edges]
    .map(([ref, on]) => ({ ref, dependsOn: [...on].sort() }))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1))
}

function byRef(a, b) {
  return a['bom-ref'] < b['bom-ref'] ? -1 : 1
}

/** A name for the content, in the form of a UUID. */
function serialOf(body) {
  const hex = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return `urn:uuid:${parts.join('-')}`
}
