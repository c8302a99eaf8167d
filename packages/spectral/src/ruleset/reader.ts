import {
  type ConfigurationError,
  type Host,
  type Problem,
  parseSource,
  type RulesetReference,
  type SourceFile,
  type Span,
} from '@specward/core'

import { BUILT_IN, builtInDefinition } from '../built-in.ts'
import { isInstalledStoplight } from './consent.ts'
import { contextFor } from './context.ts'
import { convertParts } from './convert.ts'
import { type FindOptions, findRuleset, readText } from './find.ts'
import { FunctionFiles } from './function-files.ts'
import { modernize } from './legacy.ts'
import { folderOf, isJson, isPackageName, isText, isUrl, shownIn, uriIn } from './names.ts'
import { looksLikeText, parseRuleset } from './parse.ts'
import { rejection } from './reasons.ts'
import { checkShape, type Extension, extensionsOf } from './shape.ts'
import { trust } from './sure.ts'
import { RulesetText } from './text.ts'
import { type Unit, unitOf } from './unit.ts'
import { isObject, listed, type Mapping, quote } from './values.ts'
import { BEYOND, homeOf, type Zone, zoneOf } from './zone.ts'

/** How many rulesets may extend each other in a row. */
const DEPTH_LIMIT = 64
export interface ReaderOptions extends FindOptions {
  /** URI of the folder outside of which nothing is read that nobody named. */
  readonly root: string
  /** The host, held to a folder. */
  within(folder: string): Host
  readonly workingDirectory: string
  readonly hosts: readonly string[]
  readonly allowScripts: boolean
  /** What people are told who want code to run that may not, as a sentence. */
  readonly scriptAdvice: string
}

/** Where something is asked for, and what that allows. */
interface Asked {
  /** Whether its code may run. */
  readonly consent: boolean
  /** URLs that were named, which is consent to read them. */
  readonly named: boolean
  readonly zone: Zone
  /** Folder from which packages are looked for, as Spectral does: that of the ruleset at the top. */
  readonly root: string
  readonly depth: number
  readonly tell: (message: string) => void
  readonly place: { readonly uri: string; readonly span?: Span } | undefined
}

/** Reads rulesets with all that they extend, each file once. */
export class RulesetReader {
  readonly errors: ConfigurationError[] = []
  readonly problems: Problem[] = []
  readonly units = new Map<string, Unit>()
  readonly files = new Map<string, SourceFile>()
  readonly #options: ReaderOptions

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  /** The ruleset that a reference stands for; undefined when it could not be read, which is among the errors then. */
  async read(reference: RulesetReference): Promise<Unit | undefined> {
    if ('definition' in reference) return this.#readDefinition(reference)
    const { name, base, by, at } = reference
    const text = at && new RulesetText(at.file, [], at.file.value)
    const tell = (message: string) => {
      const position = text && at ? { uri: at.file.uri, ...text.position(at.path) } : {}
      this.errors.push({ message, ...position })
    }
    const place = text && at ? { uri: at.file.uri, span: text.span(at.path) } : undefined
    const zone = zoneOf(this.#options.root, this.#options)
    const asked: Asked = { consent: false, named: by === 'named', zone, root: base, depth: 0, tell, place }
    const uri = await findRuleset(name, [base, base], this.#options, tell)
    if (uri === undefined) return undefined
    if (BUILT_IN.includes(uri)) return this.#open(uri, asked)
    const isPackage = isPackageName(name) && uri !== uriIn(base, name)
    const isOfStoplight = isInstalledStoplight(name, uri, base, this.#options.scripts)
    const consent = (by === 'named' && (isPackage || !isText(uri))) || isOfStoplight
    const isOutside = !zone.holds(uri) && (by === 'named' || isOfStoplight)
    const own = isOutside ? zoneOf(await homeOf(uri, this.#options.host), this.#options) : zone
    return this.#open(uri, { ...asked, zone: own, root: isPackage ? base : folderOf(uri), consent })
  }

  async #readDefinition(reference: Extract<RulesetReference, { definition: unknown }>): Promise<Unit> {
    const { file, path, definition } = reference
    const text = new RulesetText(file, path, definition)
    const unit = this.#newUnit(`${file.uri}#/${path.join('/')}`, text)
    const root = folderOf(file.uri)
    const tell = (message: string) => text.fail([], message)
    const zone = zoneOf(this.#options.root, this.#options)
    await this.#fill(unit, { consent: false, named: false, zone, root, depth: 0, tell, place: undefined })
    return unit
  }

  async #open(uri: string, asked: Asked): Promise<Unit | undefined> {
    const key = `${asked.consent ? 'may run' : 'may not'} ${uri}`
    const known = this.units.get(key)
    if (known) return known
    if (asked.depth > DEPTH_LIMIT) {
      asked.tell(`${quote(uri)} is one too many: ${DEPTH_LIMIT} rulesets extend each other in a row.`)
      return undefined
    }
    if (BUILT_IN.includes(uri)) return this.#ready(uri, key, await this.#builtIn(uri))
    if (!asked.named && !isUrl(uri) && !(await asked.zone.mayHold(uri))) {
      asked.tell(`${quote(this.#shown(uri))} cannot be extended: ${BEYOND}`)
      return undefined
    }
    if (!isText(uri) && !isUrl(uri)) return this.#openCode(uri, key, asked)
    return this.#openText(uri, key, asked)
  }

  async #openText(uri: string, key: string, asked: Asked): Promise<Unit | undefined> {
    const refusedHost = isUrl(uri) && !asked.named && !this.#options.hosts.includes(new URL(uri).host)
    if (refusedHost) {
      const host = new URL(uri).host.replace(/.*[^\w.-].*/u, "'$&'")
      asked.tell(
        `${quote(uri)} may not be read from the network. Allow it in \`specward.yaml\`: \`refs: { allow: [${host}] }\`, or keep a copy beside this file.`,
      )
      return undefined
    }
    const content = await readText(uri, asked.named ? this.#options.host : asked.zone.host)
    if ('error' in content) {
      asked.tell(`The ruleset ${quote(this.#shown(uri))} cannot be read: ${content.error}.`)
      return undefined
    }
    const file = await parseSource(uri, content.text)
    const faults = file.problems.filter(({ code }) => code !== 'multiple-documents')
    if (!isText(uri) && (faults.length > 0 || !looksLikeText(content.text))) {
      asked.tell(
        `${quote(uri)} is code, and code is not run from URLs. Install it as a package, and name that.`,
      )
      return undefined
    }
    this.files.set(uri, file)
    const [fault] = faults
    if (fault) {
      const position = fault.span ? file.position(fault.span.start) : {}
      this.errors.push({ message: fault.message, uri, ...position })
      return undefined
    }
    const text = new RulesetText(file, [], parseRuleset(content.text, isJson(uri)))
    const unit = this.#newUnit(key, text, uri)
    await this.#fill(unit, asked)
    return unit
  }

  #newUnit(key: string, text: RulesetText, uri = text.file.uri): Unit {
    const modern = isObject(text.value) ? modernize(text.value) : undefined
    const written = (path: readonly string[]) => modern?.written(path) ?? path
    const unit: Unit = {
      uri,
      definition: {},
      text,
      modern: modern?.definition,
      written,
      hasGaps: false,
      extended: [],
    }
    this.units.set(key, unit)
    return unit
  }

  /** The built-in rulesets, where code may have taken them up by itself. */
  async builtIn(): Promise<readonly Unit[]> {
    if (this.#options.scripts.files().size === 0) return []
    const units: Unit[] = []
    for (const uri of BUILT_IN) units.push(unitOf(uri, await this.#builtIn(uri)))
    return units
  }

  async #builtIn(uri: string): Promise<unknown> {
    const definition = await builtInDefinition(uri)
    trust(definition)
    return definition
  }

  /** Texts of the code that was run. */
  scriptFiles(): ReadonlyMap<string, string> {
    return this.#options.scripts.files()
  }

  #ready(uri: string, key: string, definition: unknown, hasGaps = false): Unit {
    const unit = unitOf(uri, definition, hasGaps)
    this.units.set(key, unit)
    return unit
  }

  async #openCode(uri: string, key: string, asked: Asked): Promise<Unit | undefined> {
    const { scripts } = this.#options
    if (!scripts.exists(uri)) {
      asked.tell(`There is no file ${quote(this.#shown(uri))}.`)
      return undefined
    }
    if (!this.#mayRun(asked)) {
      this.#refuse(
        asked,
        `The ruleset ${quote(this.#shown(uri))} is code that may not run: its rules are lost.`,
      )
      return this.#ready(uri, key, { rules: {} }, true)
    }
    try {
      const definition = await scripts.run(uri)
      if (isObject(definition)) return this.#ready(uri, key, definition)
      asked.tell(`${quote(this.#shown(uri))} is no ruleset: it has to export a definition by default.`)
    } catch (error) {
      this.errors.push(rejection(error, uri, this.#shown(uri), asked.place, this.files))
    }
    return undefined
  }

  /** Makes the definition of a unit out of what is written. */
  async #fill(unit: Unit, asked: Asked): Promise<void> {
    const { text, modern } = unit
    if (!text || !checkShape(text) || !modern) return
    const files = new FunctionFiles(text, this.#options.scripts, this.#mayRun(asked), asked.zone)
    const found = await files.read(modern, (uri) => this.#shown(uri), this.files)
    this.errors.push(...files.failures)
    const lost = new Map<string, string[]>()
    const context = contextFor(unit, text, found, lost)
    const { functions: _names, functionsDir: _dir, ...kept } = modern
    Object.assign(unit.definition, convertParts(kept, [], context))
    const { overrides } = unit.definition
    if (Array.isArray(overrides)) {
      unit.definition.overrides = overrides.map((each: unknown, index) =>
        isObject(each) ? convertParts(each, ['overrides', String(index)], context) : each,
      )
    }
    for (const [name, rules] of lost) this.#loseRules(unit, files, name, rules)
    await this.#extend(unit, unit.definition, ['extends'], asked)
    const list = unit.definition.overrides
    if (!Array.isArray(list)) return
    for (const [index, each] of list.entries()) {
      if (isObject(each)) await this.#extend(unit, each, ['overrides', String(index), 'extends'], asked)
    }
  }

  #loseRules(unit: Unit, files: FunctionFiles, name: string, rules: readonly string[]): void {
    const { text } = unit
    if (!text) return
    const span = text.span(files.place(name))
    const count = rules.length === 1 ? 'a rule is' : `${rules.length} rules are`
    const message = `The function ${quote(name)} is code that may not run: ${count} lost (${listed(rules)}).`
    this.#addRefusal(message, text.file.uri, span)
  }

  #refuse(asked: Asked, message: string): void {
    this.#addRefusal(message, asked.place?.uri, asked.place?.span)
  }

  #addRefusal(message: string, uri: string | undefined, span: Span | undefined): void {
    const place = { ...(uri === undefined ? {} : { uri }), ...(span ? { span } : {}) }
    this.problems.push({
      code: 'script-not-allowed',
      severity: 'error',
      message: `${message} ${this.#options.scriptAdvice}`,
      ...place,
    })
  }

  #mayRun({ consent }: Asked): boolean {
    return consent || this.#options.allowScripts
  }

  /** Puts the definitions of what is extended in the place of their names. */
  async #extend(unit: Unit, holder: Mapping, path: readonly string[], asked: Asked): Promise<void> {
    const { text } = unit
    if (!text || !Object.hasOwn(holder, 'extends')) return
    const extensions: unknown[] = []
    for (const extension of extensionsOf(holder.extends, path, text)) {
      const extended = await this.#readExtension(text, extension, asked)
      if (!extended) {
        unit.hasGaps = true
        continue
      }
      unit.extended.push(extended)
      const { definition } = extended
      extensions.push(extension.mode === undefined ? definition : [definition, extension.mode])
    }
    Object.assign(holder, { extends: extensions })
  }

  async #readExtension(
    text: RulesetText,
    { name, path }: Extension,
    asked: Asked,
  ): Promise<Unit | undefined> {
    const tell = (message: string) => text.fail(path, message)
    const place = { uri: text.file.uri, span: text.span(path) }
    const next: Asked = { ...asked, named: false, depth: asked.depth + 1, tell, place }
    const uri = await findRuleset(name, [folderOf(text.file.uri), asked.root], this.#options, tell)
    if (uri === undefined) return undefined
    const consent = asked.consent || isInstalledStoplight(name, uri, asked.root, this.#options.scripts)
    const isOutside = consent && !asked.zone.holds(uri)
    const zone = isOutside ? zoneOf(await homeOf(uri, this.#options.host), this.#options) : asked.zone
    return this.#open(uri, { ...next, zone, consent })
  }

  #shown(uri: string): string {
    return shownIn(this.#options.workingDirectory, uri)
  }
}
