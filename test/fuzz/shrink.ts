import { copyOf, placesIn, readTree, removeAt, scalar, setAt, sizeOf, type Tree, valueAt } from './tree.ts'
import { JSON_STYLE, write, YAML_STYLE } from './write.ts'

/** Whether a smaller text still shows the same fault. */
export type Fails = (text: string) => Promise<boolean>

/** How many texts are tried at most. */
export interface Budget {
  left: number
}

/**
 * Makes a text smaller as long as it shows the same fault: as a tree where it is one, then by lines and by characters.
 * @param language how trees are written
 * @returns the smallest text that was found; the text itself where nothing can be left out
 */
export async function shrink(
  text: string,
  language: 'yaml' | 'json',
  fails: Fails,
  budget: Budget,
): Promise<string> {
  const asTree = await shrinkTree(text, language, fails, budget)
  const lines = await withoutParts(asTree.split(/(?<=\n)/), (parts) => fails(parts.join('')), budget)
  const short = lines.join('')
  if (short.length > 1_500) return short
  return (await withoutParts([...short], (parts) => fails(parts.join('')), budget)).join('')
}

/**
 * Delta debugging (Zeller, "Yesterday, my program worked", 1999): leaves out ever smaller parts.
 * @returns the parts that are needed
 */
export async function withoutParts(
  parts: readonly string[],
  fails: (parts: readonly string[]) => Promise<boolean>,
  budget: Budget,
): Promise<readonly string[]> {
  let kept = parts
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < kept.length && budget.left > 0; ) {
      const rest = [...kept.slice(0, from), ...kept.slice(from + size)]
      budget.left -= 1
      if (rest.length > 0 && (await fails(rest))) kept = rest
      else from += size
    }
  }
  return kept
}

async function shrinkTree(
  text: string,
  language: 'yaml' | 'json',
  fails: Fails,
  budget: Budget,
): Promise<string> {
  const tree = readTree(text)
  if (!tree || tree.kind === 'scalar') return text
  const style = language === 'json' ? JSON_STYLE : YAML_STYLE
  budget.left -= 1
  if (!(await fails(write(tree, style)))) return text
  let best: Tree = tree
  const attempt = async (change: (copy: Tree) => boolean): Promise<boolean> => {
    const copy = copyOf(best)
    if (budget.left <= 0 || !change(copy)) return false
    budget.left -= 1
    if (!(await fails(write(copy, style)))) return false
    best = copy
    return true
  }
  for (let before = Number.POSITIVE_INFINITY; sizeOf(best) < before && budget.left > 0; ) {
    before = sizeOf(best)
    await removeParts(() => best, attempt)
    await hoistParts(() => best, attempt)
  }
  await shortenTexts(() => best, attempt)
  return write(best, style)
}

type Attempt = (change: (copy: Tree) => boolean) => Promise<boolean>

/** Large parts first; what lies in a part that has gone is not tried. */
async function removeParts(best: () => Tree, attempt: Attempt): Promise<void> {
  for (let depth = 1; ; depth += 1) {
    const level = placesIn(best()).filter(({ path }) => path.length === depth)
    if (level.length === 0) return
    // several at once, then one by one
    for (let size = Math.ceil(level.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; ; ) {
        const isThere = (copy: Tree) => placesIn(copy).filter(({ path }) => path.length === depth)
        if (from >= isThere(best()).length) break
        const isSmaller = await attempt((copy) => {
          const going = isThere(copy).slice(from, from + size)
          for (const place of [...going].reverse()) removeAt(place)
          return going.length > 0
        })
        if (!isSmaller) from += size
      }
    }
  }
}

/** A part in the place of what holds it. */
async function hoistParts(best: () => Tree, attempt: Attempt): Promise<void> {
  for (let nth = 0; nth < placesIn(best()).length; nth += 1) {
    await attempt((copy) => {
      const place = placesIn(copy)[nth]
      const value = place && valueAt(place)
      if (!place || !value || value.kind === 'scalar') return false
      const inner = placesIn(value).find((each) => each.path.length === 1 && valueAt(each).kind !== 'scalar')
      if (inner) setAt(place, valueAt(inner))
      return inner !== undefined
    })
  }
}

/** Texts and names of which only their being there matters become one letter. */
async function shortenTexts(best: () => Tree, attempt: Attempt): Promise<void> {
  for (let nth = 0; nth < placesIn(best()).length; nth += 1) {
    await attempt((copy) => {
      const place = placesIn(copy)[nth]
      const value = place && valueAt(place)
      if (!place || value?.kind !== 'scalar' || typeof value.value !== 'string' || value.value.length < 2)
        return false
      setAt(place, scalar('x'))
      return true
    })
    await attempt((copy) => {
      const place = placesIn(copy)[nth]
      const entry = place?.holder.kind === 'map' ? place.holder.entries[place.index] : undefined
      if (!entry || entry[0].length < 2) return false
      entry[0] = `${entry[0].startsWith('/') ? '/' : ''}k${nth}`
      return true
    })
  }
}
