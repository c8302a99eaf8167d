import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'

// T16: what is published is known

// Packs what would be published, installs it elsewhere and uses it there. Dependencies come from the registry or
// from npm's cache; where neither answers, what needs them is skipped.

const root = fileURLToPath(new URL('..', import.meta.url))
const OFFLINE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|ENETUNREACH)\b/
let folder = ''

interface Result {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function node(args: readonly string[], cwd: string): Result {
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
}

function npm(args: readonly string[], cwd: string): Result {
  const shell = process.platform === 'win32'
  return spawnSync('npm', [...args], { cwd, encoding: 'utf8', shell })
}

/** Packs a workspace; returns the path of the tarball and what is in it. */
function pack(workspace: string): { readonly tarball: string; readonly files: readonly string[] } {
  const { status, stdout, stderr } = npm(
    ['pack', '--json', '--workspace', workspace, '--pack-destination', folder],
    root,
  )
  if (status !== 0) throw new Error(stderr)
  const packed = JSON.parse(stdout)
  const [{ filename, files }] = Array.isArray(packed) ? packed : Object.values(packed)
  return { tarball: join(folder, filename), files: files.map((file: { path: string }) => file.path) }
}

async function install(name: string, tarball: string, context: TestContext): Promise<string> {
  const project = join(folder, name)
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries', '1']
  const { status, stderr } = npm(['install', ...options, tarball], project)
  if (status !== 0 && OFFLINE.test(stderr)) context.skip('the registry cannot be reached')
  expect(stderr).not.toContain('npm error')
  expect(status).toBe(0)
  return project
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specward-package-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the command line as it is published', () => {
  it('holds what it needs to run, and nothing to build', async () => {
    const { files } = pack('packages/cli')
    expect(files).toEqual(
      expect.arrayContaining([
        'bin/specward.js',
        'bin/package.json',
        'dist/bundle/start.cjs',
        'dist/bundle/main.cjs',
        'dist/bundle/judge-worker.js',
        'dist/bundle/conformance-worker.js',
        'docs/policy-in-ten-minutes.md',
        'rulesets/docs/README.md',
        'rulesets/docs/OWN-RULES.md',
        'rulesets/recommended.yaml',
        'rulesets/specward.baseline.schema.json',
        'rulesets/specward.schema.json',
        'rulesets/specward.attestations.schema.json',
        'rulesets/specward.waivers.schema.json',
        'sbom.cdx.json',
      ]),
    )
    expect(files.filter((file) => /\.(ts|map)$|\.test\.|tsbuildinfo|node_modules/.test(file))).toEqual([])
    const manifest = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'))
    expect(manifest.scripts).toBeUndefined()
  })

  it('holds a page for every rule', () => {
    const { files } = pack('packages/cli')
    const { stdout } = node([join(root, 'packages/cli/bin/specward.js'), 'rules', '--format', 'json'], root)
    for (const { id } of JSON.parse(stdout).rules) expect(files).toContain(`rulesets/docs/${id}.md`)
  })

  it('asks for every package that its code imports, and for none of ours', async () => {
    const bundle = join(root, 'packages/cli/dist/bundle')
    const imported = new Set<string>()
    for (const name of await readdir(bundle)) {
      if (!name.endsWith('.cjs')) continue
      const code = await readFile(join(bundle, name), 'utf8')
      for (const [, from] of code.matchAll(/(?:\bimport|require[\w$]*)\(['"`]([^'"`$]+)['"`]\)/g))
        if (from) imported.add(from)
    }
    const packages = [...imported]
      .filter((name) => !name.startsWith('.') && !isBuiltin(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    const { dependencies } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'))
    expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies).sort())
  })

  it('asks nothing of Node that Node warns of', async () => {
    const folder = join(root, 'packages/cli/dist/bundle/spectral')
    for (const name of await readdir(folder)) {
      // chunks, with a digest in their names; the others are what is loaded by name, when it is wanted
      if (!/-[\w-]{8}\.cjs$/.test(name)) continue
      const code = await readFile(join(folder, name), 'utf8')
      expect(code, name).not.toMatch(/require\w*\(["']punycode["']\)|from ["'](node:)?punycode["']/)
    }
  })

  it('loads what runs Spectral rulesets where there is one, and not before', async () => {
    const bundle = join(root, 'packages/cli/dist/bundle')
    const names = await readdir(bundle)
    const loaded = new Set<string>()
    const load = async (name: string): Promise<void> => {
      if (loaded.has(name)) return
      loaded.add(name)
      const code = await readFile(join(bundle, name), 'utf8')
      for (const [, from] of code.matchAll(/(?<!\.then\(\(\)=>)\brequire\("\.\/([^"]+)"\)/g))
        if (from) await load(from)
    }
    for (const name of names.filter((each) =>
      /^(main|lint|test|config|explain|rules|lsp)\b.*\.cjs$/.test(each),
    ))
      await load(name)
    expect(loaded.size).toBeGreaterThan(7)
    expect([...loaded].filter((name) => name.startsWith('spectral/'))).toEqual([])
  })

  it('passes on the licenses of the packages that are part of it', async () => {
    const { files } = pack('packages/cli')
    expect(files).toContain('dist/bundle/spectral/LICENSES.txt')
    const text = await readFile(join(root, 'packages/cli/dist/bundle/spectral/LICENSES.txt'), 'utf8')
    for (const name of ['@stoplight/spectral-core', 'nimma', 'lodash', 'ajv', 'tslib'])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
  })

  it('installs into an empty folder and judges a document', async (context) => {
    const { tarball } = pack('packages/cli')
    const project = await install('consumer', tarball, context)
    await writeFile(
      join(project, 'openapi.yaml'),
      "openapi: 3.1.0\ninfo: { title: Orders, version: '1' }\npaths: { /orders: { $ref: '#/nowhere' } }\n",
    )
    const bin = join(project, 'node_modules/specward/bin/specward.js')
    const { status, stdout, stderr } = node([bin, 'lint', '--format', 'json', 'openapi.yaml'], project)
    expect([status, stderr]).toEqual([3, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      documents: [{ file: 'openapi.yaml', format: 'oas3.1' }],
      problems: [{ code: 'ref-not-found' }],
    })
    await writeFile(
      join(project, '.spectral.yaml'),
      'extends: spectral:oas\nrules: { title: { given: $.info, then: { field: summary, function: truthy } } }\n',
    )
    const spectral = node(
      [bin, 'lint', '--ruleset', '.spectral.yaml', 'openapi.yaml', '--format', 'json'],
      project,
    )
    expect([spectral.status, spectral.stderr]).toEqual([3, ''])
    const ids = JSON.parse(spectral.stdout).findings.map((finding: { ruleId: string }) => finding.ruleId)
    expect(ids).toEqual(expect.arrayContaining(['title', 'info-contact', 'invalid-ref']))
    const { rules } = JSON.parse(node([bin, 'rules', '--format', 'json'], project).stdout)
    expect(rules.length).toBeGreaterThan(0)
    expect(node([bin, 'explain', rules[0].id], project)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(rules[0].title),
    })
  })
})

const CONSUMER = `import { type Host, lint, type Report, type ReportFinding, toText } from '@specward/core'

const host: Host = {
  read: async () => ({ text: 'openapi: 3.1.0' }),
  exists: async () => false,
  sha256: (content) => String(content),
  now: () => 0,
}

const report: Report = await lint(
  {
    documents: [{ uri: 'file:///openapi.yaml', named: true }],
    registry: { rules: [], presets: [] },
    version: '1.0.0',
    workingDirectory: 'file:///',
  },
  host,
)
export const messages: readonly string[] = report.findings.map((finding: ReportFinding) => finding.message)
export const text: string = toText(report, { color: false, quiet: false, sources: () => undefined, rules: () => undefined })
`

describe('core as it is published', () => {
  it('type-checks in a strict project that has no types of Node', async (context) => {
    const { tarball, files } = pack('packages/core')
    expect(
      files.filter((file) => !/^(dist\/.*\.(d\.ts|js)|package\.json|README\.md|LICENSE)$/.test(file)),
    ).toEqual([])
    const project = await install('typed', tarball, context)
    await writeFile(join(project, 'index.ts'), CONSUMER)
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      outDir: 'out',
    }
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.ts'] }))
    const checked = node([join(root, 'node_modules/typescript/bin/tsc'), '--project', '.'], project)
    expect(checked.stdout).toBe('')
    const out = node(
      ['--input-type=module', '--eval', "console.log((await import('./out/index.js')).text)"],
      project,
    )
    expect([out.status, out.stderr]).toEqual([0, ''])
  })
})
