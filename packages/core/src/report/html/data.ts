import { visible } from '../visible.ts'
import type { PageContext } from './context.ts'

/** What the script cannot read off the page. */
export interface PageData {
  /** Labels of operations, as they stand on the page. */
  readonly labels: readonly string[]
  /** Lists of operations, as indices into `labels`; findings share them. */
  readonly lists: readonly (readonly number[])[]
  /** For each finding by its number, the index of its list. */
  readonly of: readonly number[]
  readonly tags: readonly string[]
  /** For each label, the indices of its tags. */
  readonly tagged: Readonly<Record<number, readonly number[]>>
}

export function pageData({ findings, assessment }: PageContext): PageData {
  const labels = new Numbers()
  const lists = new Numbers()
  const tags = new Numbers()
  const tagged: Record<number, readonly number[]> = {}
  for (const { exposure } of assessment?.documents ?? []) {
    for (const operation of exposure) {
      if (operation.tags.length === 0) continue
      tagged[labels.of(visible(operation.operation))] = operation.tags.map((tag) => tags.of(visible(tag)))
    }
  }
  const all = [...findings.active, ...findings.accepted, ...findings.beyond]
  const of = all.map(({ finding }) =>
    lists.of(JSON.stringify(finding.operations.map((label) => labels.of(visible(label))))),
  )
  const numbered = lists.all.map((text): readonly number[] => JSON.parse(text))
  return { labels: labels.all, lists: numbered, of, tags: tags.all, tagged }
}

/** Gives each text a number, in the order in which they come. */
class Numbers {
  readonly #known = new Map<string, number>()

  of(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, this.#known.size)
    return this.#known.size - 1
  }

  get all(): readonly string[] {
    return [...this.#known.keys()]
  }
}
