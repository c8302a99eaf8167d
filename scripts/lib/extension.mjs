import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { apart } from './apart.mjs'
import { ALIASES, plain, root, withoutExamples } from './build.mjs'
import { licenseTexts } from './licenses.mjs'
import { onDemand } from './on-demand.mjs'
import { sbomOf } from './sbom.mjs'

export const extension = join(root, 'extension')
const CONDITIONS = ['specward:source', 'node', 'import', 'default']

/** Where the extension is bundled. */
export const bundleFolder = join(extension, 'dist/bundle')

/**
 * Bundles the extension and the server, with all that they need.
 * @param {{ minify?: boolean, target?: string }} options `target` is the folder that takes the bundle
 */
export async function bundleExtension({ minify = true, target = bundleFolder } = {}) {
  const fresh = `${target}.new`
  await rm(fresh, { recursive: true, force: true })
  const modules = [
    ...(await bundleClient(fresh, minify)),
    ...(await bundleServer(join(fresh, 'server'), minify)),
  ]
  await writeFile(join(fresh, 'LICENSES.txt'), await licenseTexts(modules))
  const { name, version, license } = JSON.parse(await readFile(join(extension, 'package.json'), 'utf8'))
  const sbom = await sbomOf(root, { name, version, license }, modules)
  if (sbom !== undefined) await writeFile(join(fresh, 'sbom.cdx.json'), sbom)
  await rm(target, { recursive: true, force: true })
  await rename(fresh, target)
}

/**
 * What VS Code loads, small, and the client of the protocol, which is loaded with the server. They are bundled one after
 * the other, because what two files share would go into the larger one.
 */
async function bundleClient(folder, minify) {
  const modules = []
  for (const [name, plugins] of [
    ['extension', [clientLater]],
    ['client', []],
  ]) {
    const build = await rolldown({
      input: { [name]: join(extension, `src/${name}.ts`) },
      platform: 'node',
      external: ['vscode', CLIENT],
      resolve: { conditionNames: CONDITIONS },
      treeshake: { moduleSideEffects: (id) => !/[\\/]packages[\\/]core[\\/]/.test(id) },
      plugins,
      logLevel: 'warn',
      onLog: failOnWarning,
    })
    const { output } = await build.write({
      dir: folder,
      format: 'cjs',
      exports: 'named',
      minify,
      sourcemap: false,
      // VS Code answers `require('vscode')`, and only where that is what a file is loaded by
      dynamicImportInCjs: false,
      entryFileNames: '[name].cjs',
    })
    await build.close()
    modules.push(...output.flatMap((chunk) => chunk.moduleIds ?? []))
  }
  return modules
}

const CLIENT = './client.cjs'

/** Leaves the client in a file of its own. */
const clientLater = {
  name: 'client-later',
  resolveId: (id) => (id === './client.ts' ? { id: CLIENT, external: true } : undefined),
}

/** The server with all that it needs, in one folder that is a package of its own. */
async function bundleServer(folder, minify) {
  const schemas = new Map()
  const aside = await apart(root, folder)
  const build = await rolldown({
    input: {
      server: join(root, 'packages/cli/src/server.ts'),
      // a thread of its own; `packages/conformance/src/thread.ts` looks for it by this name beside itself
      'conformance-worker': join(root, 'packages/conformance/src/conformance-worker.ts'),
    },
    platform: 'node',
    resolve: { conditionNames: CONDITIONS, alias: ALIASES },
    plugins: [aside.plugin, withoutExamples, onDemand, besides(schemas)],
    logLevel: 'warn',
    onLog: failOnWarning,
  })
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    minify,
    keepNames: true,
    sourcemap: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
  const modules = [...output.flatMap((chunk) => chunk.moduleIds ?? []), ...(await aside.write({ minify }))]
  await writeSchemas(schemas, join(folder, 'schemas'))
  await copyPolicy(folder)
  const { version } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'))
  const about = { name: 'specward', version, private: true, type: 'module' }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(about)}\n`)
  return [...modules, ...schemas.values()]
}

const SCHEMA =
  /(?<=')(?:@asyncapi\/specs|@apidevtools\/openapi-schemas|@seriousme\/openapi-schema-validator)\/schemas\/[^']+\.json(?=')/g

/** Has the schemas of specifications, which are large, read from files beside the server when they are wanted. */
function besides(schemas) {
  const require = createRequire(join(root, 'packages/conformance/package.json'))
  return {
    name: 'besides',
    transform: {
      filter: { id: /[\\/]conformance[\\/]src[\\/]specifications\.ts$|^\0apart:specs$/ },
      handler: (code) =>
        code.replace(SCHEMA, (name) => {
          const file = name.replace(/^@|\.json$/g, '').replaceAll('/', '-')
          schemas.set(`${file}.json`, require.resolve(name))
          return `./schemas/${file}.json`
        }),
    },
  }
}

async function writeSchemas(schemas, folder) {
  await mkdir(folder, { recursive: true })
  for (const [name, path] of schemas) {
    await writeFile(join(folder, name), JSON.stringify(JSON.parse(await readFile(path, 'utf8'))))
  }
}

/** The rule pages, presets and schemas of what people write: the server reads them, and editors complete from them. */
async function copyPolicy(folder) {
  const source = join(root, 'rulesets')
  for (const name of await readdir(source)) {
    if (name === 'docs' || name.endsWith('.yaml') || name.endsWith('.schema.json')) {
      await cp(join(source, name), join(folder, 'rulesets', name), { recursive: true })
    }
  }
}

function failOnWarning(level, log) {
  // libraries of Spectral import each other at once and on demand; they are in chunks that are loaded on demand
  if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT' && /^\S* ?node_modules\//.test(plain(log.message))) return
  if (log.code === 'PLUGIN_TIMINGS') return
  if (level === 'warn') throw new Error(`rolldown: ${log.message}`)
}
