import { own } from '../json.ts'
import { isInRepositoryFolder } from '../source/bounds.ts'
import type { Loader } from '../source/load.ts'
import { quote } from './checker.ts'
import { foldersAbove, nameIn } from './folders.ts'
import { didYouMean } from './suggest.ts'
import { EXTENDED_FILE_PATTERN, EXTENDED_PACKAGE_PATTERN, fits, PRESET_PREFIX } from './words.ts'

/**
 * The file that an entry of `extends` stands for, the ruleset of another tool that it is, or why there is none. Whether
 * a file of ours or a ruleset stands at a URI, its content tells.
 */
export type ExtendsTarget =
  | { readonly uri: string }
  | { readonly ruleset: string }
  | { readonly error: string }

export interface ExtendsContext {
  readonly loader: Loader
  /** URI of the folder beyond which nothing is read, ending in `/`. */
  readonly root: string
  /** Names of presets, without prefix. */
  readonly presets: readonly string[]
  /** Whether rulesets of another tool can be part of the policy. */
  readonly takesRulesets: boolean
}

/** What a package offers when its `package.json` says nothing. */
const PACKAGE_POLICY = 'specward.yaml'

/**
 * Finds what an entry of `extends` stands for: a file relative to the one that extends it, or a package of npm in
 * a `node_modules` folder beside that file or above it, up to the root. Of a package, it is the file that is
 * named, else the one that `specward` in its `package.json` names, else its `specward.yaml`.
 */
export async function findExtended(
  name: string,
  from: string,
  context: ExtendsContext,
): Promise<ExtendsTarget> {
  if (context.takesRulesets && isForeign(name)) return { ruleset: name }
  if (/^\.\.?\//.test(name)) return findFile(name, from, context)
  const mistaken = mistakenName(name, context.presets)
  if (mistaken !== undefined) return { error: mistaken }
  return findInPackage(name, from, context)
}

/** Names that only a ruleset of another tool can have. */
function isForeign(name: string): boolean {
  return /^(?:spectral:|https?:\/\/|@stoplight\/spectral-)/.test(name)
}

const SCRIPT = /\.(?:[cm]?[jt]s)$/

function findFile(name: string, from: string, { root, takesRulesets }: ExtendsContext): ExtendsTarget {
  const isScript = takesRulesets && SCRIPT.test(name) && !/[\\?#%]/.test(name)
  if (!(isScript || fits(EXTENDED_FILE_PATTERN, name)) || !URL.canParse(name, from)) {
    return { error: `${quote(name)} cannot be extended: it takes the name of a YAML or JSON file.` }
  }
  const uri = new URL(name, from).href
  if (uri.startsWith(root) && !isInRepositoryFolder(uri, root)) return isScript ? { ruleset: uri } : { uri }
  const advice = 'Keep the policy inside, or install it as a package of npm.'
  return {
    error: `${quote(name)} cannot be extended: it is outside of the root of the project, beyond which nothing is read. ${advice}`,
  }
}

/** What is wrong with a name that can be no package. */
function mistakenName(name: string, presets: readonly string[]): string | undefined {
  if (presets.includes(name))
    return `Unknown preset ${quote(name)}. Did you mean \`${PRESET_PREFIX}${name}\`?`
  if (/^[a-z][a-z0-9+.-]*:/iu.test(name)) {
    return `${quote(name)} cannot be extended: policies are read from files and installed packages, not from URLs.`
  }
  if (/^[^/@]+\.(ya?ml|json)$/u.test(name)) {
    return `${quote(name)} cannot be extended: for a file, write \`./${name}\`.`
  }
  if (fits(EXTENDED_PACKAGE_PATTERN, name)) return undefined
  const all = presets.map((each) => `\`${PRESET_PREFIX}${each}\``).join(', ')
  return `${quote(name)} cannot be extended: \`extends\` takes presets (${all}), files (\`./policy.yaml\`) and packages of npm (\`@acme/api-policy\`).`
}

async function findInPackage(name: string, from: string, context: ExtendsContext): Promise<ExtendsTarget> {
  const segments = name.split('/')
  const packageName = segments.slice(0, name.startsWith('@') ? 2 : 1).join('/')
  const path = name.slice(packageName.length + 1)
  for (const folder of foldersAbove(from)) {
    if (!folder.startsWith(context.root)) break
    const home = `${folder}node_modules/${packageName}/`
    if (folder.endsWith('/node_modules/') || !(await context.loader.exists(`${home}package.json`))) continue
    if (path === '') return findMain(name, home, context)
    const uri = new URL(path, home).href
    return SCRIPT.test(path) ? { ruleset: uri } : { uri }
  }
  return { error: notInstalled(name, packageName, path, context.presets) }
}

async function findMain(
  name: string,
  home: string,
  { loader, root, takesRulesets }: ExtendsContext,
): Promise<ExtendsTarget> {
  const loaded = await loader.load(`${home}package.json`, { root })
  if ('error' in loaded) return { error: cannotBeRead(name, loaded.error, loaded.detail) }
  const [fault] = loaded.file.problems
  if (fault)
    return { error: cannotBeRead(name, fault.code, `its package.json cannot be read: ${fault.message}`) }
  const named = own(loaded.file.value, 'specward')
  const isRuleset = takesRulesets && named === undefined && !(await loader.exists(home + PACKAGE_POLICY))
  if (isRuleset) return { ruleset: name }
  if (named === undefined) return { uri: home + PACKAGE_POLICY }
  const path = typeof named === 'string' ? named.replace(/^\.\//, '') : ''
  const uri = fits(EXTENDED_FILE_PATTERN, `./${path}`) ? new URL(path, home).href : ''
  if (uri.startsWith(home)) return { uri }
  const where = nameIn(root, `${home}package.json`)
  return {
    error: `${quote(name)} cannot be extended: \`specward\` in ${where} must be the path of a YAML or JSON file of the package.`,
  }
}

/** Why a file that is extended could not be read. */
export function cannotBeRead(name: string, error: string, detail: string): string {
  const why =
    error === 'outside-root'
      ? `${detail}, where nothing is read. Install a copy inside of the project instead of a link`
      : detail
  return `${quote(name)} cannot be extended: ${why}.`
}

function notInstalled(name: string, packageName: string, path: string, presets: readonly string[]): string {
  const prefixed = presets.map((each) => PRESET_PREFIX + each)
  const hint = didYouMean(PRESET_PREFIX + name, prefixed)
  const file = hint === '' && path !== '' && !name.startsWith('@') ? ` For a file, write \`./${name}\`.` : ''
  const where = `there is no \`node_modules/${packageName}\` beside this file or above it, up to the root of the project`
  const advice = hint === '' && file === '' ? ' Install it, and list it among the dependencies.' : ''
  return `${quote(name)} cannot be extended: ${where}.${hint}${file}${advice}`
}
