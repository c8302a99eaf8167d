import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const VALIDATORS = /[\\/]spectral-rulesets[\\/]dist[\\/](?:oas|arazzo)[\\/]schemas[\\/]validators\.js$/
/** Large libraries that few runs have a use for. */
const LIBRARIES = ['node-fetch', 'sucrase']

const LOAD = "const { load } = require('\\0apart:load')"
const LOADER =
  "import { createRequire } from 'node:module'\nexport const load = createRequire(import.meta.url)"

/**
 * Leaves what is large and seldom used out of the chunks that every run has to read: a file for each, which is loaded by
 * the first use of it.
 */
export async function apart(root, folder) {
  const require = createRequire(join(root, 'packages/spectral/package.json'))
  const rulesets = require.resolve('@stoplight/spectral-rulesets')
  const [oas, arazzo] = ['oas', 'arazzo'].map((each) => join(rulesets, `../${each}/schemas/validators.js`))
  const code = await readFile(oas, 'utf8')
  if (code !== (await readFile(arazzo, 'utf8'))) throw new Error('The validators for Arazzo are other ones.')
  const names = [...code.matchAll(/^exports\.(\w+) = (\w+);$/gm)].map(([, name]) => name)
  const libraries = new Map(LIBRARIES.map((name) => [name, require.resolve(name)]))
  const inputs = [...names.map((name) => [`validate-${name}`, `${oas}?${name}`]), ...libraries]
  return {
    /** Of the other bundle. */
    plugin: {
      name: 'apart',
      resolveId: {
        order: 'pre',
        async handler(id, importer) {
          if (id === '\0apart:load') return id
          if (id === '@asyncapi/specs' && /[\\/]spectral-rulesets[\\/]/.test(importer)) return '\0apart:specs'
          if (libraries.has(id)) return `\0apart:${id}`
          if (!/validators$/.test(id)) return null
          const found = await this.resolve(id, importer, { skipSelf: true })
          return VALIDATORS.test(found?.id ?? '') ? '\0apart:validators' : found
        },
      },
      load(id) {
        if (id === '\0apart:validators') {
          const getters = names.map(
            (name) => `get ${name}() { return load('./validate-${name}.cjs').validate }`,
          )
          return `${LOAD}\nmodule.exports = { __esModule: true, ${getters.join(', ')} }`
        }
        if (id === '\0apart:load') return LOADER
        if (id === '\0apart:specs') return `${LOAD}\nmodule.exports = { schemas: { ${specs(require)} } }`
        if (!id.startsWith('\0apart:')) return null
        const name = id.slice('\0apart:'.length)
        if (name === 'node-fetch') return `${LOAD}\nmodule.exports = load('./${name}.cjs')`
        const getters = Object.keys(require(name)).map(
          (key) => `get ${key}() { return load('./${name}.cjs').${key} }`,
        )
        return `${LOAD}\nmodule.exports = { ${getters.join(', ')} }`
      },
    },
    async write(options = {}) {
      const build = await rolldown({
        input: Object.fromEntries(inputs),
        platform: 'node',
        logLevel: 'silent',
        treeshake: { propertyWriteSideEffects: false },
        plugins: [oneOf(code, oas)],
      })
      const { output } = await build.write({
        ...options,
        dir: folder,
        format: 'cjs',
        exports: 'named',
        entryFileNames: '[name].cjs',
        chunkFileNames: '[name]-[hash].cjs',
      })
      await build.close()
      return output.flatMap((chunk) => chunk.moduleIds ?? [])
    },
  }
}

/** Schemas of AsyncAPI by their versions, each of which is read when it is asked for. */
function specs(require) {
  const versions = Object.keys(require('@asyncapi/specs').schemas)
  return versions.map(
    (version) => `get '${version}'() { return load('@asyncapi/specs/schemas/${version}.json') }`,
  )
}

/** A module with one of the functions that a module exports, and what that needs. */
function oneOf(code, file) {
  return {
    name: 'one-of',
    resolveId: (id) => (id.startsWith(`${file}?`) ? id : undefined),
    load(id) {
      if (!id.startsWith(`${file}?`)) return undefined
      const wanted = id.slice(file.length + 1)
      const imports = []
      const body = code
        .replace(/^"use strict";\nObject\.defineProperty.*\nexports\..*\n/, '')
        .replace(/\brequire\(("[^"]+")\)/g, (_, name) => `r${imports.push(name)}`)
        .replace(/^exports\.(\w+) = (\w+);$/gm, (_, name, local) =>
          name === wanted ? `export { ${local} as validate };` : '',
        )
      return [...imports.map((name, index) => `import * as r${index + 1} from ${name};`), body].join('\n')
    },
  }
}
