import type { Source } from './documents.ts'
import { excerpt } from './excerpt.ts'
import { encoded, mutateText } from './mutate-text.ts'
import { mutateTree } from './mutate-tree.ts'
import { PROPERTIES, propertyNamed } from './properties/index.ts'
import { type Property, type Subject, VARIANTS } from './property.ts'
import { Random, seedOf } from './random.ts'
import { map, readQuickly, type Tree } from './tree.ts'
import { JSON_STYLE, type Style, write, YAML_STYLE } from './write.ts'

/** One thing to try: a document, and what has to hold of it. */
export interface Case {
  readonly property: Property
  readonly subject: Subject
  /** What it was made from. */
  readonly source: string
}

/** Texts above this size are cut down to an excerpt before they are changed. */
const LARGE = 30_000

/** One of so many cases takes the whole of a large text. */
const WHOLE = 60

/** Makes the cases of a run: the same for the same sources, seed and index. */
export class Cases {
  readonly #sources: readonly Source[]
  readonly #seed: number
  readonly #only: string | undefined
  readonly #whole: readonly Source[]
  readonly #trees = new Map<Source, Tree>()

  constructor(sources: readonly Source[], seed: number, only?: string) {
    this.#sources = sources
    this.#whole = sources.filter(({ isWhole }) => isWhole)
    this.#seed = seed
    this.#only = only
  }

  at(index: number): Case {
    const random = new Random(seedOf(this.#seed, index))
    const property =
      this.#only === undefined
        ? random.weighted(PROPERTIES.map((each) => [each.weight, each]))
        : propertyNamed(this.#only)
    const variant = random.below(VARIANTS)
    const source = this.#pick(random)
    const other = this.#pick(random)
    const made =
      property.input === 'tree' || random.chance(0.5)
        ? this.#fromTree(source, other, property, random)
        : this.#fromText(source, other, random)
    return { property, source: source.name, subject: { ...made, variant } }
  }

  /** Whole descriptions, and examples of rules besides. */
  #pick(random: Random): Source {
    return random.pick(random.chance(0.5) ? this.#whole : this.#sources)
  }

  #tree(source: Source): Tree {
    const known = this.#trees.get(source)
    if (known) return known
    const tree = readQuickly(source.text) ?? map()
    // those that are read in a moment need not be kept
    if (source.text.length > 20_000) this.#trees.set(source, tree)
    if (this.#trees.size > 120) this.#trees.delete(this.#trees.keys().next().value ?? source)
    return tree
  }

  #fromTree(source: Source, other: Source, { input }: Property, random: Random): Omit<Subject, 'variant'> {
    const tree = excerpt(this.#tree(source), random)
    // relations between two runs say most about descriptions that are nearly right
    const count = input === 'tree' ? random.pick([0, 0, 1, 2, 4]) : random.pick([1, 1, 2, 3, 5, 10])
    mutateTree(tree, excerpt(this.#tree(other), random), count, random)
    const style = random.pick([JSON_STYLE, YAML_STYLE, { ...YAML_STYLE, plain: false }])
    return fileOf(write(tree, style), style.language)
  }

  #fromText(source: Source, other: Source, random: Random): Omit<Subject, 'variant'> {
    const isWhole = source.text.length <= LARGE || random.below(WHOLE) === 0
    const isJson = source.text.trimStart().startsWith('{')
    const style: Style = isJson ? JSON_STYLE : YAML_STYLE
    const text = isWhole ? source.text : write(excerpt(this.#tree(source), random), style)
    const pieces = other.text.slice(0, 100_000)
    const mutated = mutateText(text, pieces, random.pick([1, 1, 2, 3, 6]), random)
    return { name: isJson ? 'api.json' : 'api.yaml', content: encoded(mutated, random) }
  }
}

function fileOf(text: string, language: Style['language']): Omit<Subject, 'variant'> {
  return { name: `api.${language}`, content: text }
}
