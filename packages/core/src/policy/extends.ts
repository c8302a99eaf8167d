import type { RulesetReference } from '../ruleset-engine.ts'
import type { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import { type Checker, quote } from './checker.ts'
import { cannotBeRead, type ExtendsContext, findExtended } from './extends-target.ts'
import { folderOf, nameIn } from './folders.ts'
import { type Origin, originName, originOf } from './origin.ts'
import type { ConfigurationError } from './policy.ts'
import { bareName, presetSource } from './presets.ts'
import { type ReadLayer, readLayer } from './read-layer.ts'
import type { Registry } from './rule.ts'
import { isSpectralRuleset } from './ruleset-sniff.ts'
import type { PolicySource } from './statements.ts'
import { nearest } from './suggest.ts'
import { DEFAULT_PRESETS, PRESET_PREFIX } from './words.ts'

/** How many files may extend each other in a row. */
const DEPTH_LIMIT = 16

/** A configuration with all that it extends. */
export interface Chain {
  /** In the order in which they are laid over each other; each once, at its first place. */
  readonly sources: readonly PolicySource[]
  /** Every file that was read, the configuration first. */
  readonly files: readonly SourceFile[]
  /** Rulesets of another tool, each once. */
  readonly rulesets: readonly RulesetReference[]
  readonly errors: readonly ConfigurationError[]
}

export interface ChainOptions extends Omit<ExtendsContext, 'presets'> {
  readonly registry: Registry
  /** Rulesets that were read, by name: what extends any of them is built on them. */
  readonly foreign?: readonly string[] | undefined
}

/** Reads a configuration and what it extends. All that is wrong with any of the files is in `errors`. */
export async function readChain(entry: SourceFile, options: ChainOptions): Promise<Chain> {
  const reader = new ChainReader(entry, options)
  return reader.read()
}

interface Frame {
  readonly layer: ReadLayer
  readonly extendedAt: Origin | undefined
  readonly items: readonly Node[]
  next: number
  /** Names of all sources that it extends, directly or not, and its own. */
  readonly builtOn: Set<string>
}

class ChainReader {
  readonly #options: ChainOptions
  readonly #context: ExtendsContext
  /** Folder that globs are relative to. */
  readonly #base: string
  readonly #stack: Frame[] = []
  readonly #frames: Frame[] = []
  readonly #sources: PolicySource[] = []
  readonly #rulesets = new Map<string, RulesetReference>()
  /** What each source that has been met is built on. */
  readonly #seen = new Map<string, ReadonlySet<string>>()

  constructor(entry: SourceFile, options: ChainOptions) {
    this.#options = options
    this.#base = folderOf(entry.uri)
    const root = entry.uri.startsWith(options.root) ? options.root : this.#base
    const presets = options.registry.presets.map(({ name }) => bareName(name))
    this.#context = { loader: options.loader, root, presets, takesRulesets: options.takesRulesets }
    this.#open(entry, undefined)
  }

  async read(): Promise<Chain> {
    for (let frame = this.#stack.at(-1); frame; frame = this.#stack.at(-1)) {
      const item = frame.items[frame.next++]
      if (item) await this.#follow(item, frame.layer.check)
      else this.#close()
    }
    this.#addDefaults()
    const files = this.#frames.map(({ layer }) => layer.check.file)
    const errors = this.#frames.flatMap((frame) => this.#errorsOf(frame))
    return { sources: this.#sources, files, rulesets: [...this.#rulesets.values()], errors }
  }

  #open(file: SourceFile, extendedAt: Origin | undefined): void {
    const layer = readLayer(file, this.#options.registry, this.#base)
    const defaults = layer.extends ? [] : DEFAULT_PRESETS.map((name) => PRESET_PREFIX + name)
    const builtOn = new Set([file.uri, ...defaults])
    const frame = { layer, extendedAt, items: layer.extends ?? [], next: 0, builtOn }
    this.#seen.set(file.uri, builtOn)
    this.#frames.push(frame)
    this.#stack.push(frame)
  }

  #close(): void {
    const frame = this.#stack.pop()
    if (!frame) return
    const { exceptions, check } = frame.layer
    const { builtOn, extendedAt } = frame
    const statements = frame.layer.statements.map((each) =>
      each.kind === 'lock' ? { ...each, builtOn } : each,
    )
    this.#sources.push({ name: check.file.uri, statements, exceptions, extendedAt })
    this.#buildOn(builtOn)
  }

  /** Notes for the file that is being read what it extends. */
  #buildOn(names: Iterable<string>): void {
    const builtOn = this.#stack.at(-1)?.builtOn
    if (builtOn) for (const name of names) builtOn.add(name)
  }

  async #follow(item: Node, check: Checker): Promise<void> {
    if (item.isList && this.#options.takesRulesets) return this.#addRulesetInMode(item, check)
    const name = check.text(item, 'An item of `extends`')
    if (name === undefined) return
    if (name.startsWith(PRESET_PREFIX)) return this.#addPreset(item, name, check)
    const target = await findExtended(name, check.file.uri, this.#context)
    if ('error' in target) return check.fail(item, target.error)
    if ('ruleset' in target) return this.#addRuleset(target.ruleset, item, check)
    const { uri } = target
    if (this.#stack.some(({ layer }) => layer.check.file.uri === uri)) {
      return check.fail(item, `${quote(name)} is extended in a circle: ${this.#circle(uri)}.`)
    }
    const seen = this.#seen.get(uri)
    if (seen) return this.#buildOn(seen)
    if (this.#stack.length >= DEPTH_LIMIT) {
      return check.fail(
        item,
        `${quote(name)} is one too many: ${DEPTH_LIMIT} files extend each other in a row.`,
      )
    }
    const loaded = await this.#context.loader.load(uri, { root: this.#context.root })
    if ('file' in loaded) {
      const { registry, takesRulesets } = this.#options
      if (takesRulesets && isSpectralRuleset(loaded.file, registry)) return this.#addRuleset(uri, item, check)
      return this.#open(loaded.file, originOf(check.file, item))
    }
    const missing = loaded.error === 'not-found'
    const detail = missing ? `there is no file ${nameIn(this.#context.root, uri)}` : loaded.detail
    check.fail(item, cannotBeRead(name, loaded.error, detail))
  }

  #addPreset(item: Node, name: string, check: Checker): void {
    const { presets } = this.#options.registry
    const preset = presets.find((each) => PRESET_PREFIX + bareName(each.name) === name)
    if (!preset) {
      const names = presets.map((each) => PRESET_PREFIX + bareName(each.name))
      const meant = nearest(name, names)
      const all = names.map((each) => `\`${each}\``).join(', ')
      const hint = meant === undefined ? `Known: ${all}.` : `Did you mean \`${meant}\`?`
      check.fail(item, `Unknown preset ${quote(name)}. ${hint}`)
      return
    }
    this.#buildOn([name])
    if (this.#seen.has(name)) return
    this.#seen.set(name, new Set())
    this.#sources.push(presetSource(preset, originOf(check.file, item)))
  }

  #addRuleset(name: string, item: Node, check: Checker): void {
    this.#buildOn(this.#options.foreign ?? [])
    const { file } = check
    const base = folderOf(file.uri)
    const key = /^(?:@|[a-z0-9])[^:]*$/.test(name) ? `${base}\n${name}` : name
    if (this.#rulesets.has(key)) return
    this.#rulesets.set(key, { name, base, by: 'extended', at: { file, path: item.path } })
  }

  /** `[spectral:oas, all]`: a ruleset with the rules of it that are on. */
  #addRulesetInMode(item: Node, check: Checker): void {
    const [name, mode, ...more] = [...item.children()].map(({ string }) => string)
    const isMode = mode === 'all' || mode === 'recommended' || mode === 'off'
    if (name === undefined || !isMode || more.length > 0 || name.startsWith(PRESET_PREFIX)) {
      const form = 'the name of a Spectral ruleset, then `all`, `recommended` or `off`'
      check.fail(item, `A list in \`extends\` takes two texts: ${form}.`)
      return
    }
    this.#buildOn(this.#options.foreign ?? [])
    const { file } = check
    const definition = { extends: [[name, mode]] }
    this.#rulesets.set(`${file.uri}\n${item.pointer}`, { definition, file, path: item.path })
  }

  /** Below everything, what is extended where nothing is said. */
  #addDefaults(): void {
    if (this.#frames.every(({ layer }) => layer.extends !== undefined)) return
    const { presets } = this.#options.registry
    const missing = DEFAULT_PRESETS.filter((name) => !this.#seen.has(PRESET_PREFIX + name))
    const found = missing.flatMap((name) => presets.find((each) => bareName(each.name) === name) ?? [])
    this.#sources.unshift(...found.map((preset) => presetSource(preset, undefined)))
  }

  /** `specward.yaml -> base.yaml -> specward.yaml` */
  #circle(uri: string): string {
    const uris = this.#stack.map(({ layer }) => layer.check.file.uri)
    const names = [...uris.slice(uris.indexOf(uri)), uri].map((each) => nameIn(this.#context.root, each))
    return names.join(' -> ')
  }

  /** The errors of a file, with where it is extended. */
  #errorsOf({ layer, extendedAt }: Frame): readonly ConfigurationError[] {
    const { errors } = layer.check
    if (!extendedAt) return errors
    const by = originName(extendedAt, this.#context.root)
    return errors.map((error) => ({
      ...error,
      message: `${error.message} (This file is extended by ${by}.)`,
    }))
  }
}
