import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, copyPolicy, root } from './build.mjs'
import { catalogueFile, EMPTY, readCatalogue, withRules } from './catalogue.mjs'
import { controlIndex, frameworksPage, rowsPage } from './controls.mjs'
import { coveragePage, readCoverage } from './coverage.mjs'
import { fixesOf } from './fixes.mjs'
import { categoryIndex, riskIndex } from './indexes.mjs'
import { readMeasures } from './measures.mjs'
import { readMistakes } from './mistakes.mjs'
import { rulePage } from './pages.mjs'
import { presetFile, presetPage } from './presets.mjs'
import { vocabularyPage } from './vocabulary.mjs'

const rulesets = join(root, 'rulesets')
const REGISTRY = 'registry.ts'
const SCHEMA = 'specward.schema.json'
const ATTESTATIONS_SCHEMA = 'specward.attestations.schema.json'
const BASELINE_SCHEMA = 'specward.baseline.schema.json'
const WAIVERS_SCHEMA = 'specward.waivers.schema.json'
const CATALOGUE = 'controls/catalogue.ts'

/** Folders of rules, in the order of the design. `controls` and `docs` hold none. */
export const CATEGORIES = [
  'authentication',
  'authorization',
  'transport',
  'secrets',
  'exposure',
  'input',
  'limits',
  'errors',
  'requests',
  'schemas',
  'patterns',
  'browser',
  'inventory',
  'document',
  'messaging',
]

/** Rules as they lie in the folders: `{ category, id }`, sorted. */
export async function listRules(folder) {
  const rules = []
  for (const category of [...CATEGORIES].sort()) {
    for (const name of await readdir(join(folder, category)).catch(() => [])) {
      const id = /^((?:(?:no|require)-[a-z0-9-]+)|spec-conformance)\.ts$/.exec(name)?.[1]
      if (id) rules.push({ category, id })
    }
  }
  return rules.sort((a, b) => compare(a.category, b.category) || compare(a.id, b.id))
}

/** `registry.ts` for a list of rules. */
export function registryFile(rules) {
  const imports = rules.map(({ category, id }) => `import ${camel(id)} from './${category}/${id}.ts'`)
  const entries = rules.map(({ category, id }) => `  { category: '${category}', rule: ${camel(id)} },`)
  const list = entries.length === 0 ? '[]' : `[\n${entries.join('\n')}\n]`
  return [
    '// Generated from the folders by `npm run generate`; do not edit.',
    "import type { RegisteredRule } from '@specward/core'",
    ...imports,
    '',
    `export const rules: readonly RegisteredRule[] = ${list}`,
    '',
  ].join('\n')
}

/** Files generated from the built registry, by path within `rulesets`. */
async function generatedFiles() {
  const built = (path) => import(pathToFileURL(join(root, path)).href)
  const { registry, PRESETS, OWASP_RISKS } = await built('rulesets/dist/index.js')
  const {
    attestationsSchema,
    baselineSchema,
    configSchema,
    mappingsOf,
    owaspRisk,
    rowTally,
    ruleVocabulary,
    waiversSchema,
  } = await built('packages/core/dist/index.js')
  const { runRule } = await built('packages/core/dist/testing.js')
  const { createConformanceChecker } = await built('packages/conformance/dist/index.js')
  const catalogue = withRules(await readCatalogue(join(rulesets, 'controls')), registry.rules)
  const context = {
    registry,
    presets: PRESETS,
    risks: OWASP_RISKS,
    catalogue,
    controlTitles: new Map(catalogue.controls.map(({ id, title }) => [id, title])),
    owaspRisk,
    mappingsOf,
    rowTally,
    fixes: await fixesOf(registry.rules, runRule, { conformance: createConformanceChecker() }),
    mistakes: await readMistakes(join(root, 'test/mistakes')),
    ...(await readMeasures(rulesets)),
  }
  const files = new Map()
  for (const preset of registry.presets) files.set(`${preset.name}.yaml`, presetFile(preset, context))
  for (const preset of PRESETS) files.set(`docs/presets/${preset.name}.md`, presetPage(preset, context))
  for (const each of registry.rules) files.set(`docs/${each.rule.id}.md`, rulePage(each, context))
  files.set('docs/README.md', categoryIndex(context))
  files.set('docs/BY-OWASP-RISK.md', riskIndex(context))
  files.set('docs/BY-CONTROL.md', controlIndex(context))
  files.set('docs/ROWS.md', rowsPage(context))
  files.set('docs/FRAMEWORKS.md', frameworksPage(context))
  files.set(CATALOGUE, catalogueFile(catalogue))
  files.set('docs/COVERAGE.md', coveragePage(await readCoverage(rulesets), context))
  files.set('docs/OWN-RULES.md', vocabularyPage(ruleVocabulary()))
  files.set(SCHEMA, `${JSON.stringify(configSchema(registry, { rulesets: true }), null, 2)}\n`)
  files.set(ATTESTATIONS_SCHEMA, `${JSON.stringify(attestationsSchema(catalogue), null, 2)}\n`)
  files.set(BASELINE_SCHEMA, `${JSON.stringify(baselineSchema(), null, 2)}\n`)
  files.set(WAIVERS_SCHEMA, `${JSON.stringify(waiversSchema(registry), null, 2)}\n`)
  return files
}

/** Generated files on disk that nothing generates any more. */
async function strayFiles(files) {
  const pages = (
    await readdir(join(rulesets, 'docs'), { recursive: true, withFileTypes: true }).catch(() => [])
  )
    .filter((entry) => entry.isFile())
    .map((entry) => relative(rulesets, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  const presets = (await readdir(rulesets)).filter((name) => name.endsWith('.yaml'))
  return [...pages, ...presets].filter((name) => !files.has(name))
}

async function differs(name, text) {
  return (await readFile(join(rulesets, name), 'utf8').catch(() => undefined)) !== text
}

async function exists(name) {
  return access(join(rulesets, name)).then(
    () => true,
    () => false,
  )
}

async function put(name, text) {
  if (!(await differs(name, text))) return
  const path = join(rulesets, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  console.log(`wrote ${relative(root, path)}`)
}

/** @returns the generated files that are not as they should be; those are put right unless `check` is set */
export async function generate({ check }) {
  const registry = registryFile(await listRules(rulesets))
  if (check && (await differs(REGISTRY, registry))) return [REGISTRY]
  if (!check) await put(REGISTRY, registry)
  if (!(await exists(CATALOGUE))) await put(CATALOGUE, catalogueFile(EMPTY))
  await compile('rulesets')
  const files = await generatedFiles()
  const stray = await strayFiles(files)
  if (check) {
    const changed = []
    for (const [name, text] of files) if (await differs(name, text)) changed.push(name)
    return [...changed, ...stray]
  }
  for (const [name, text] of files) await put(name, text)
  for (const name of stray) {
    await rm(join(rulesets, name))
    console.log(`removed rulesets/${name}`)
  }
  await copyPolicy()
  return []
}

function camel(id) {
  return id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
