import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { keyOf, sbomOf } from '../scripts/lib/sbom.mjs'

// T16: what is published is known

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'packages/cli')
const require = createRequire(import.meta.url)

interface Component {
  readonly group?: string
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly 'bom-ref': string
  readonly hashes: readonly { readonly alg: string; readonly content: string }[]
  readonly licenses: readonly unknown[]
  readonly properties: readonly { readonly name: string; readonly value: string }[]
}

interface Bom {
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly dependencies?: Readonly<Record<string, string>>
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8'))
}

function namesOf({ components }: Bom, delivery: string): ReadonlySet<string> {
  return new Set(
    components
      .filter(({ properties }) => properties.some(({ value }) => value === delivery))
      .map(({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`),
  )
}

/** Packages in a file of licenses, as `name version`. */
function licensed(text: string): readonly string[] {
  return [...text.matchAll(/^-{80}\n(\S+ \S+)$/gm)].map(([, name]) => name ?? '')
}

describe('the SBOM of the command line (T16)', () => {
  const published = json<Bom>(join(cli, 'sbom.cdx.json'))

  it('is CycloneDX 1.6', async () => {
    const library = dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json'))
    const schema = (name: string) => json<object>(join(library, 'res/schema', name))
    const ajv = new Ajv({ strict: false, validateFormats: false })
    for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
      ajv.addSchema(await schema(name), `http://cyclonedx.org/schema/${name}`)
    const isValid = ajv.compile(await schema('bom-1.6.SNAPSHOT.schema.json'))
    expect(isValid(await published), JSON.stringify(isValid.errors)).toBe(true)
    expect(isValid({ ...(await published), components: [{ type: 'nothing' }] })).toBe(false)
  })

  it('has every package whose code is part of the bundle', async () => {
    const bundled = namesOf(await published, 'bundled')
    const texts = licensed(await readFile(join(cli, 'dist/bundle/spectral/LICENSES.txt'), 'utf8'))
    expect(texts.length).toBeGreaterThan(50)
    expect([...bundled].sort()).toEqual([...new Set(texts)].sort())
  })

  it('has every package that is installed with it, in the version that is asked for', async () => {
    const installed = namesOf(await published, 'installed')
    const { dependencies = {} } = await json<Manifest>(join(cli, 'package.json'))
    for (const [name, version] of Object.entries(dependencies))
      expect(installed).toContain(`${name} ${version}`)
    // what they need in turn
    expect([...installed].map((each) => each.split(' ')[0])).toEqual(
      expect.arrayContaining(['argparse', 'vscode-jsonrpc', 'linkify-it']),
    )
  })

  it('has a digest, a license and a name for each', async () => {
    for (const { purl, hashes, licenses, version, ...component } of (await published).components) {
      expect(
        hashes.map(({ alg }) => alg),
        purl,
      ).toContain('SHA-512')
      expect(licenses, purl).not.toEqual([])
      expect(purl).toBe(component['bom-ref'])
      expect(purl.endsWith(`@${version}`), purl).toBe(true)
    }
  })

  it('refers to nothing that it does not have', async () => {
    const { components, dependencies } = await published
    const known = new Set(components.map((each) => each['bom-ref']))
    const named = dependencies.flatMap(({ dependsOn }) => dependsOn)
    expect(named.filter((ref) => !known.has(ref))).toEqual([])
    expect(new Set(named)).toEqual(known)
  })
})

describe('an SBOM (T16)', () => {
  it('has the same bytes from the same lock file, and a package that is bundled for one of its modules', async () => {
    const manifest = await json<Manifest>(join(cli, 'package.json'))
    const modules = [
      join(root, 'node_modules/nimma/x.js'),
      join(root, 'packages/core/src/lint.ts'),
      '\0virtual',
    ]
    const first = await sbomOf(root, manifest, modules)
    expect(await sbomOf(root, manifest, modules.toReversed())).toBe(first)
    const with_ = namesOf(JSON.parse(first ?? ''), 'bundled')
    expect([...with_].map((each) => each.split(' ')[0])).toEqual(['nimma'])
  })

  it('is not made of a package that the lock file does not know', async () => {
    const manifest = { name: 'a', version: '1.0.0', license: 'MIT' }
    const modules = [join(root, 'node_modules/nowhere/index.js')]
    await expect(sbomOf(root, manifest, modules)).rejects.toThrow('does not know node_modules/nowhere')
  })

  it.each([
    ['node_modules/a/b.js', 'node_modules/a'],
    ['node_modules/@a/b/c.js', 'node_modules/@a/b'],
    ['node_modules/a/node_modules/@b/c/d.js', 'node_modules/a/node_modules/@b/c'],
    ['packages/core/src/a.ts', undefined],
  ])('knows the package of %s', (path, key) => expect(keyOf(root, join(root, path))).toBe(key))
})

describe('the table of dependencies in the README (T16)', () => {
  const WORKSPACES = [
    'packages/cli',
    'packages/core',
    'packages/conformance',
    'packages/spectral',
    'packages/language-server',
    'rulesets',
  ]

  async function rows(): Promise<ReadonlyMap<string, readonly string[]>> {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const section = readme.slice(readme.indexOf('## Dependencies'), readme.indexOf('## License'))
    const found = new Map<string, readonly string[]>()
    for (const [, names = '', purpose = '', license = ''] of section.matchAll(
      /^\| (`.*?) \| (.*?) \| (.*?) \|$/gm,
    )) {
      for (const [, name = ''] of names.replace(/\(.*\)/, '').matchAll(/`([^`]+)`/g))
        found.set(name, [purpose, license])
    }
    return found
  }

  it('says of every package what it is for', async () => {
    const known = await rows()
    const asked = new Set<string>()
    for (const folder of WORKSPACES) {
      const { dependencies = {} } = await json<Manifest>(join(root, folder, 'package.json'))
      for (const name of Object.keys(dependencies)) if (!name.startsWith('@specward/')) asked.add(name)
    }
    asked.add('vscode-languageclient')
    expect([...known.keys()].sort()).toEqual([...asked].sort())
    for (const [name, [purpose = '']] of known) expect(purpose.length, name).toBeGreaterThan(10)
  })

  it('names the license of each', async () => {
    for (const [name, [, license = '']] of await rows()) {
      const manifest = await json<Manifest>(join(root, 'node_modules', name, 'package.json'))
      expect(license.split(' ')[0], name).toBe(manifest.license)
    }
  })
})
