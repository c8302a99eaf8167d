import type { ConfigurationError, Path, SourceFile } from '@specward/core'
import core from '@stoplight/spectral-core'

import type { FoundFunction } from './convert.ts'
import { folderOf, isUrl, uriIn } from './names.ts'
import { rejection } from './reasons.ts'
import type { Scripts } from './scripts.ts'
import type { SpectralFunction } from './spectral.ts'
import type { RulesetText } from './text.ts'
import { isObject, type Mapping, quote } from './values.ts'
import { BEYOND, type Zone } from './zone.ts'

const ENDINGS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts']

/** The functions that a ruleset brings along: `functions` names their files, `functionsDir` the folder. */
export class FunctionFiles {
  readonly #text: RulesetText
  readonly #scripts: Scripts
  readonly #mayRun: boolean
  readonly #zone: Zone
  readonly #places = new Map<string, Path>()
  /** What went wrong in their code. */
  readonly failures: ConfigurationError[] = []

  constructor(text: RulesetText, scripts: Scripts, mayRun: boolean, zone: Zone) {
    this.#zone = zone
    this.#text = text
    this.#scripts = scripts
    this.#mayRun = mayRun
  }

  /** Where a function is asked for. */
  place(name: string): Path {
    return this.#places.get(name) ?? ['functions']
  }

  async read(
    { functions, functionsDir }: Mapping,
    shown: (uri: string) => string,
    files: ReadonlyMap<string, SourceFile>,
  ): Promise<ReadonlyMap<string, FoundFunction>> {
    const found = new Map<string, FoundFunction>()
    if (!Array.isArray(functions)) return found
    const inside = typeof functionsDir === 'string' ? functionsDir : 'functions'
    for (const [index, item] of functions.entries()) {
      const path = ['functions', String(index)]
      const [name, schema] = Array.isArray(item) ? item : [item]
      if (typeof name !== 'string') {
        this.#text.fail(path, 'A function is given by the name of its file, without the ending.')
        continue
      }
      const known = name.slice(name.lastIndexOf('/') + 1)
      this.#places.set(known, path)
      const stem = uriIn(folderOf(this.#text.file.uri), `./${inside}/${name}`)
      found.set(known, await this.#readOne(stem, path, schema, shown, files))
    }
    return found
  }

  async #readOne(
    stem: string,
    path: Path,
    schema: unknown,
    shown: (uri: string) => string,
    files: ReadonlyMap<string, SourceFile>,
  ): Promise<FoundFunction> {
    if (isUrl(stem)) {
      this.#text.fail(path, 'Functions are not run from URLs. Keep a copy of the ruleset and its functions.')
      return nothing
    }
    if (!(await this.#zone.mayHold(stem))) {
      this.#text.fail(path, `${quote(shown(stem))} cannot be used: ${BEYOND}`)
      return nothing
    }
    const uri = ENDINGS.map((ending) => stem + ending).find((each) => this.#scripts.exists(each))
    if (uri !== undefined && !(await this.#zone.mayHold(uri))) {
      this.#text.fail(path, `${quote(shown(uri))} cannot be used: ${BEYOND}`)
      return nothing
    }
    if (uri === undefined) {
      this.#text.fail(path, `There is no file ${quote(shown(`${stem}.js`))}.`)
      return nothing
    }
    if (!this.#mayRun) return 'refused'
    try {
      const exported = await this.#scripts.run(uri)
      if (typeof exported === 'function') return withOptions(exported as SpectralFunction, schema)
      this.#text.fail(path, `${quote(shown(uri))} has to export a function by default.`)
    } catch (error) {
      const { file } = this.#text
      const asked = { uri: file.uri, span: this.#text.span(path) }
      this.failures.push(rejection(error, uri, shown(uri), asked, files))
    }
    return nothing
  }
}

/** In the place of a function that could not be had, which was told. */
function nothing(): void {}

/** In earlier versions of Spectral a ruleset could say what options its functions take. */
function withOptions(called: SpectralFunction, schema: unknown): SpectralFunction {
  if (!isObject(schema)) return called
  return core.createRulesetFunction({ input: null, options: schema }, called)
}
