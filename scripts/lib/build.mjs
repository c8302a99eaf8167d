import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { apart } from './apart.mjs'
import { ascii } from './ascii.mjs'
import { licenseTexts } from './licenses.mjs'
import { onDemand } from './on-demand.mjs'
import { sbomOf } from './sbom.mjs'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const cli = join(root, 'packages/cli')
/** Where it is told what the command line consists of, from the root. */
export const SBOM = 'packages/cli/sbom.cdx.json'

const PACKAGES = [
  'packages/core',
  'packages/conformance',
  'packages/spectral',
  'packages/cli',
  'packages/language-server',
  'rulesets',
]

/**
 * Runs a program of node_modules with this Node.
 * @returns its exit code and all that it wrote
 */
export function runNode(args, cwd = root) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Type-checks projects with everything that they refer to, and writes their JavaScript and declarations. */
export async function compile(...projects) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { code, output } = await runNode([tsc, '--build', ...projects])
  if (code !== 0) throw new Error(`tsc --build ${projects.join(' ')} failed:\n${output}`)
}

/** Our own packages straight from their sources. */
const CONDITIONS = ['specward:source', 'node', 'import', 'default']

/** What is bundled in place of what libraries ask for. */
export const ALIASES = {
  // its other form asks for its parts in a way that no bundler can follow
  'jsonc-parser': join(root, 'node_modules/jsonc-parser/lib/esm/main.js'),
  // what a library takes from Node, which warns whoever uses it
  punycode: join(root, 'node_modules/urijs/src/punycode.js'),
}

/**
 * Takes the examples out of rules: two thirds of their text, of which the command line uses nothing, but which it would
 * have to compile at every start.
 */
export const withoutExamples = {
  name: 'without-examples',
  transform: {
    filter: { id: /[\\/]rulesets[\\/][a-z]+[\\/](?:no|require|spec)-[a-z0-9-]+\.ts$/ },
    handler(code) {
      const exported = this.parse(code, { lang: 'ts' }).body.find(
        ({ type }) => type === 'ExportDefaultDeclaration',
      )
      const rule = exported?.declaration.arguments?.[0]
      const examples = rule?.properties.find(({ key }) => key?.name === 'examples')
      if (!examples) return null
      return `${code.slice(0, examples.start)}examples: { bad: [], good: [] }${code.slice(examples.end)}`
    },
  },
}

/** Without comments and what else is for readers, which would have to be read at each start; names stay, as in stacks. */
const READABLE = {
  compress: { keepNames: { function: true, class: true } },
  mangle: false,
  codegen: { removeWhitespace: true },
}

/**
 * Bundles the command line with the workspace's own packages, straight from their sources (the condition that
 * tsc and vitest use as well). What `dependencies` of packages/cli lists stays outside.
 */
export async function bundle() {
  const outside = [
    '@asyncapi/specs',
    'commander',
    'ignore',
    'js-yaml',
    'picomatch',
    'vscode-languageserver',
    'yaml',
  ]
  const target = join(cli, 'dist/bundle')
  const fresh = join(cli, 'dist/bundle.new')
  await rm(fresh, { recursive: true, force: true })
  const aside = await apart(root, join(fresh, 'spectral'))
  const build = await rolldown({
    input: {
      main: join(cli, 'src/main.ts'),
      'judge-worker': join(cli, 'src/judge-worker.ts'),
    },
    platform: 'node',
    external: (id) =>
      id.startsWith('node:') ||
      outside.some((name) => id === name || id.startsWith(`${name}/`) || id.startsWith(`${name}-`)),
    resolve: {
      conditionNames: CONDITIONS,
      alias: ALIASES,
    },
    plugins: [
      aside.plugin,
      withoutExamples,
      onDemand,
      whenWanted('markdown-it/browser'),
      whenWanted('@eslint-community/regexpp', 'RegExpParser'),
      ascii,
      wrapped,
    ],
    logLevel: 'warn',
    onLog(level, log) {
      // libraries of Spectral import each other at once and on demand; they are in chunks that are loaded on demand
      if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT' && /^\S* ?node_modules\//.test(plain(log.message))) return
      if (log.code === 'PLUGIN_TIMINGS') return
      if (level === 'warn') throw new Error(`rolldown: ${log.message}`)
    },
  })
  const { output } = await build.write({
    dir: fresh,
    minify: READABLE,
    codeSplitting: { groups: [{ debugName: 'lint', name: togetherFrom(['src/commands/lint.ts']) }] },
    // scripts, because the engine takes over what was compiled before of scripts alone
    format: 'cjs',
    exports: 'named',
    // to code that was compiled by an earlier run, Node 20 answers no `import()`
    dynamicImportInCjs: false,
    sourcemap: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: ({ moduleIds }) => `${moduleIds.some(isOfSpectral) ? 'spectral/' : ''}[name]-[hash].cjs`,
  })
  await build.close()
  await bundleStart(fresh)
  await writeFile(join(fresh, 'digest.txt'), digestOf(output))
  const modules = [...output.flatMap((chunk) => chunk.moduleIds ?? []), ...(await aside.write())]
  await writeFile(join(fresh, 'spectral/LICENSES.txt'), await licenseTexts(modules))
  await writeSbom(modules)
  await rm(target, { recursive: true, force: true })
  await rename(fresh, target)
}

/**
 * What loads the rest, and the scripts of threads: `packages/cli/src/io/threads.ts` and `packages/conformance/src/thread.ts`
 * look for them by these names beside themselves.
 */
async function bundleStart(folder) {
  const worker = 'conformance-worker'
  for (const [name, source, format] of [
    ['start.cjs', join(cli, 'src/io/code/start.ts'), 'cjs'],
    // by itself it needs a twentieth of what the chunks have that it would share
    [`${worker}.js`, join(root, `packages/conformance/src/${worker}.ts`), 'esm'],
  ]) {
    const build = await rolldown({
      input: source,
      platform: 'node',
      resolve: { conditionNames: CONDITIONS },
      treeshake: { moduleSideEffects: (id) => !/[\\/]packages[\\/]core[\\/]/.test(id) },
      plugins: [ascii],
      logLevel: 'warn',
    })
    await build.write({ file: join(folder, name), format, minify: READABLE, codeSplitting: false })
    await build.close()
  }
  const load = "import start from './start.cjs'\n\nstart.load('judge-worker.cjs', 'judge-worker')\n"
  await writeFile(join(folder, 'judge-worker.js'), load)
}

/** Chunks are functions of what modules of Node are given: `packages/cli/src/io/code/chunks.ts` calls them. */
const wrapped = {
  name: 'wrapped',
  // what the engine reads need not be put together first
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      chunk.code = `(function (exports, require, module, __filename, __dirname) {${chunk.code}\n})\n`
  },
}

/** Puts all that some modules of the command line import at once into one file: `lint` needs all of it in any case. */
function togetherFrom(paths) {
  let together
  return (id, modules) => {
    if (!together) {
      together = new Set(paths.map((path) => join(cli, path)))
      for (const each of together)
        for (const imported of modules.getModuleInfo(each)?.importedIds ?? []) together.add(imported)
    }
    return together.has(id) ? 'lint' : null
  }
}

/** Tells builds apart: what an earlier one has found is no answer for this one. */
function digestOf(output) {
  const digest = createHash('sha256')
  for (const { fileName, code = '' } of output.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1)))
    digest.update(`${fileName}\0${code}\0`)
  return `${digest.digest('hex')}\n`
}

/** What the published command line consists of, beside its manifest. */
async function writeSbom(modules) {
  const manifest = JSON.parse(await readFile(join(cli, 'package.json'), 'utf8'))
  const text = await sbomOf(root, manifest, modules)
  await (text === undefined ? rm(join(root, SBOM), { force: true }) : writeFile(join(root, SBOM), text))
}

/** Modules that are loaded for Spectral rulesets alone: ours, and all those of others that are part of the bundle. */
function isOfSpectral(id) {
  return /^\0apart:|[\\/](?:packages[\\/]spectral|node_modules)[\\/]/.test(id)
}

/** Without what colors a terminal. */
export function plain(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
  return text.replace(/\u001b\[\d*m|\[[A-Z_]+\] /g, '')
}

/** One `require` for all that is loaded when it is wanted. */
const REQUIRE = '\0require'
const required = `
    import { createRequire } from 'node:module'
    export const require = createRequire(import.meta.url)`

/**
 * Leaves a package outside, of which one class is used, and has it loaded when the first object is made of it: few
 * descriptions have anything to read with it, and it would be a tenth of the time of starting.
 * @param exported name of the class; without one it is the default export
 */
function whenWanted(name, exported) {
  const code = `
    import { require } from '${REQUIRE}'
    export ${exported ? '' : 'default '}function ${exported ?? 'made'}(...options) {
      return new (require('${name}')${exported ? `.${exported}` : ''})(...options)
    }`
  return {
    name: 'when-wanted',
    resolveId: (id) => (id === name ? `\0${name}` : id === REQUIRE ? id : undefined),
    load: (id) => (id === `\0${name}` ? code : id === REQUIRE ? required : undefined),
  }
}

/** Puts the rule pages, presets and the schemas of what people write where the published command line finds them. */
export async function copyPolicy() {
  const target = join(cli, 'rulesets')
  await rm(target, { recursive: true, force: true })
  const source = join(root, 'rulesets')
  for (const name of await readdir(source)) {
    if (name === 'docs' || name.endsWith('.yaml') || name.endsWith('.schema.json')) {
      await cp(join(source, name), join(target, name), { recursive: true })
    }
  }
}

/** Puts the license, and for the command line the manual, beside the code that is published with them. */
export async function copyTexts() {
  for (const folder of PACKAGES) {
    await cp(join(root, 'LICENSE'), join(root, folder, 'LICENSE'))
  }
  await cp(join(root, 'README.md'), join(cli, 'README.md'))
  await rm(join(cli, 'docs'), { recursive: true, force: true })
  await cp(join(root, 'docs'), join(cli, 'docs'), { recursive: true })
}

/** Removes compiled files whose source is gone, so that they are not published. */
async function prune(folder, sources) {
  const dist = join(root, folder, 'dist')
  for (const name of await readdir(dist, { recursive: true })) {
    const stem = /^(.*)\.(js|js\.map|d\.ts)$/.exec(name)?.[1]
    if (!stem || name.startsWith('bundle') || name.startsWith('types')) continue
    const isKnown = existsSync(join(root, folder, sources, `${stem}.ts`)) && !/\.test(-kit)?$/.test(stem)
    if (!isKnown) await rm(join(dist, name))
  }
}

/** Type-checked packages into their dist/, the command line into packages/cli/dist/bundle/. */
export async function build() {
  await Promise.all([compile('packages/cli'), bundle(), copyPolicy(), copyTexts()])
  for (const folder of [
    'packages/core',
    'packages/conformance',
    'packages/spectral',
    'packages/language-server',
  ])
    await prune(folder, 'src')
  await prune('rulesets', '.')
}
