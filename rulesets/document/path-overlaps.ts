import { append, type Model, type Operation } from '@specward/core'
import { type PathTemplate, pathTemplatesOf, type Segment } from './path-templates.ts'
import { accepts } from './path-values.ts'

/** Two paths and a URL that both of them match, with no order between them. */
export interface Overlap {
  readonly first: PathTemplate
  readonly second: PathTemplate
  /** Operations of one method: of the first path, and of the second. */
  readonly pairs: readonly (readonly [Operation, Operation])[]
  /** True when the paths differ in the names of their parameters alone. */
  readonly isSame: boolean
  /** A path that both match: `/books/me`. */
  readonly shared: string
  /** False where the pattern of a parameter decides, and could not be tried. */
  readonly isCertain: boolean
}

export interface Overlaps {
  /** Those that are the same first; each in document order of the second path. */
  readonly found: readonly Overlap[]
  /** True when there were too many paths to compare all that differ. */
  readonly isCut: boolean
}

/** Steps of comparison for one description; enough for thousands of paths that begin with a name. */
const MOST_STEPS = 200_000

/** Why nothing is known of some paths. */
export const TOO_MANY = 'it has more paths that begin with a parameter than were compared'

interface Branch {
  readonly literals: Map<string, Branch>
  readonly mixed: Map<string, Branch>
  parameter: Branch | undefined
  /** Paths that end here: more than one where they are the same but for names. */
  readonly ends: PathTemplate[]
}

const known = new WeakMap<Model, Overlaps>()

/**
 * Where neither path goes before the other: both take the same URLs, or each is the more exact one in some segment
 * (OpenAPI 3, Paths Object: concrete paths are matched before templated ones; all else is up to the tooling).
 */
export function overlapsOf(model: Model): Overlaps {
  let overlaps = known.get(model)
  if (!overlaps) {
    overlaps = find(pathTemplatesOf(model))
    known.set(model, overlaps)
  }
  return overlaps
}

function find(templates: readonly PathTemplate[]): Overlaps {
  const root = branch()
  const { forms, found } = sameAmong(templates)
  let steps = 0
  for (const template of templates) {
    const search = new Search(template, root, MOST_STEPS - steps)
    const met = search.run()
    steps += search.steps
    append(
      found,
      met.flatMap((other) => between(other, template, forms) ?? []),
    )
    steps += template.segments.length
    if (steps >= MOST_STEPS) return { found, isCut: true }
    insert(root, template)
  }
  return { found, isCut: false }
}

/** Paths that differ in names alone, each with the first by name of its form. */
function sameAmong(templates: readonly PathTemplate[]) {
  const forms = new Map<string, PathTemplate>()
  for (const template of templates) {
    const form = formOf(template)
    const first = forms.get(form)
    if (!first || template.path < first.path) forms.set(form, template)
  }
  const found: Overlap[] = []
  for (const template of templates) {
    const other = forms.get(formOf(template))
    if (!other || other === template) continue
    const [first, second] = other.index < template.index ? [other, template] : [template, other]
    const overlap = between(first, second, forms)
    if (overlap) found.push(overlap)
  }
  return { forms, found }
}

function branch(): Branch {
  return { literals: new Map(), mixed: new Map(), parameter: undefined, ends: [] }
}

function insert(root: Branch, template: PathTemplate): void {
  let at = root
  for (const segment of template.segments) at = childFor(at, segment)
  at.ends.push(template)
}

function childFor(at: Branch, { form, parameter, isLiteral }: Segment): Branch {
  if (parameter !== undefined) {
    at.parameter ??= branch()
    return at.parameter
  }
  const among = isLiteral ? at.literals : at.mixed
  const child = among.get(form) ?? branch()
  among.set(form, child)
  return child
}

/** One way down the tree, as far as it has come. */
interface Step {
  readonly at: Branch
  readonly depth: number
  /** Whether the path that is sought, or the one that is met, was the more exact one in some segment. */
  readonly isMine: boolean
  readonly isTheirs: boolean
}

/** Finds the paths in the tree that match the same URLs as another one, with no order between them. */
class Search {
  steps = 0
  readonly #template: PathTemplate
  readonly #limit: number
  readonly #stack: Step[]

  constructor(template: PathTemplate, root: Branch, limit: number) {
    this.#template = template
    this.#limit = limit
    this.#stack = [{ at: root, depth: 0, isMine: false, isTheirs: false }]
  }

  run(): readonly PathTemplate[] {
    const { segments } = this.#template
    const met: PathTemplate[] = []
    for (let step = this.#stack.pop(); step; step = this.#stack.pop()) {
      if (this.steps++ >= this.#limit) break
      const segment = segments[step.depth]
      if (segment) this.#descend(step, segment)
      else if (step.isMine && step.isTheirs) {
        for (const end of step.at.ends) met.push(end)
        this.steps += step.at.ends.length
      }
    }
    return met.sort((one, other) => one.index - other.index)
  }

  #descend({ at, depth, isMine, isTheirs }: Step, { form, parameter, isLiteral }: Segment): void {
    const push = (next: Branch | undefined, exact: 'mine' | 'theirs' | 'neither') =>
      next &&
      this.#stack.push({
        at: next,
        depth: depth + 1,
        isMine: isMine || exact === 'mine',
        isTheirs: isTheirs || exact === 'theirs',
      })
    if (parameter !== undefined) {
      push(at.parameter, 'neither')
      // a parameter is never empty
      for (const [text, next] of at.literals) if (text !== '') push(next, 'theirs')
      for (const next of at.mixed.values()) push(next, 'theirs')
    } else if (isLiteral) {
      push(at.literals.get(form), 'neither')
      if (form !== '') push(at.parameter, 'mine')
    } else {
      // whether two different patterns such as `{a}.json` and `x{b}` meet is not asked
      push(at.mixed.get(form), 'neither')
      push(at.parameter, 'mine')
    }
  }
}

/** Two such paths, if they stand in each other's way. */
function between(
  first: PathTemplate,
  second: PathTemplate,
  forms: ReadonlyMap<string, PathTemplate>,
): Overlap | undefined {
  const isSame = first.segments.every(({ form }, index) => form === second.segments[index]?.form)
  const both = first.segments.map((each, index) => exact(each, second.segments[index] ?? each).form)
  const shared = `/${both.join('/')}`
  // a path for just what both of them match goes before them
  if (!isSame && forms.has(shared)) return undefined
  const [one] = first.operations
  const [other] = second.operations
  if (isSame && one && other && !meetOnServer(one, other)) return undefined
  const pairs: (readonly [Operation, Operation])[] = []
  let isCertain = isSame
  for (const mine of first.operations) {
    const theirs = second.operations.find(({ method }) => method === mine.method)
    if (!theirs || !meetOnServer(mine, theirs)) continue
    const meets = isSame || canMeet(mine, first, theirs, second)
    if (meets === false) continue
    if (meets) isCertain = true
    pairs.push([mine, theirs])
  }
  if (!isSame && pairs.length === 0) return undefined
  return { first, second, pairs, isSame, shared: shared.replaceAll('{}', '1'), isCertain }
}

function formOf({ segments }: PathTemplate): string {
  return `/${segments.map(({ form }) => form).join('/')}`
}

function exact(one: Segment, other: Segment): Segment {
  return one.parameter === undefined ? one : other
}

/** Whether the parameters of each take what the other has in their place; undefined where that is not known. */
function canMeet(
  one: Operation,
  first: PathTemplate,
  other: Operation,
  second: PathTemplate,
): boolean | undefined {
  let isKnown = true
  for (const [index, mine] of first.segments.entries()) {
    const theirs = second.segments[index]
    if (!theirs || (mine.parameter === undefined) === (theirs.parameter === undefined)) continue
    const text = exact(mine, theirs).form.replaceAll('{}', '1')
    const meets =
      mine.parameter === undefined
        ? accepts(other, theirs.parameter ?? '', text)
        : accepts(one, mine.parameter, text)
    if (meets === false) return false
    if (meets === undefined) isKnown = false
  }
  return isKnown ? true : undefined
}

function meetOnServer(one: Operation, other: Operation): boolean {
  if (one.servers === other.servers || one.servers.length === 0 || other.servers.length === 0) return true
  const templates = new Set(one.servers.map(({ template }) => template))
  return other.servers.some(({ template }) => templates.has(template))
}
