import { tokens } from '@specward/core'
import { wordSet } from '../wording.ts'

/** Names that stand for the size of a page by themselves: their words in the singular, written together; the last ones as
 * they are where nothing parts their words. */
const CLEAR = wordSet(`
  limit pagesize perpage pagelimit maxpagesize pagesizelimit paginationlimit paginationsize paginationpagesize
  maxresult maxitem maxkey maxentry maxrecord maxrow maxhit numresult numitem numrecord numrow
  resultperpage itemperpage recordperpage rowperpage entryperpage elementperpage hitperpage numberperpage limitperpage
  resultlimit itemlimit recordlimit rowlimit querylimit searchlimit listlimit fetchlimit maxnumresult
  maxnumberofresult maxnumberofitem numberofresult numberofitem numberofrecord numberofrow
  itemsperpage resultsperpage recordsperpage maxresults`)

/** Names that mean it beside a page, and anything else elsewhere: the size of a shirt. */
const VAGUE = wordSet(`
  size count top first last max num number take row length maxsize rpp pp batchsize chunksize fetchsize resultsize
  listsize itemcount maxcount resultcount n maxtop tail line`)

/** Words by which callers name the place in a list. */
const PLACE = wordSet(`
  page paging pagination pageno pagenum pageindex offset cursor skip marker continuation continue bookmark startat
  startindex pagenumber pagetoken nexttoken`)

/** Words by which callers ask for a part of a list: one of its pages, or what came about in a time. */
const PART: ReadonlySet<string> = new Set([
  ...PLACE,
  ...wordSet(`
    perpage pagesize limit scroll top take size count max maxresult first last start end begin from to until till since
    after before next previous prev range window period interval date day month year time timestamp datetime row per
    batch latest anchor position depth num number`),
])

/**
 * Whether a name is that of a page size: by itself, or only where a page is asked for. OData marks its own with a
 * dollar sign, and `page[size]` says of what the size is.
 */
export function pageSizeIn(name: string): 'clear' | 'vague' | undefined {
  const text = tokens(name).join('')
  if (CLEAR.has(text) || name === '$top') return 'clear'
  return VAGUE.has(text) ? 'vague' : undefined
}

/** True where a name has a word by which callers name the place in a list. */
export function asksForPlace(name: string): boolean {
  return tokens(name).some((word) => PLACE.has(word)) || PLACE.has(tokens(name).join(''))
}

/** True where a name has a word by which callers ask for a part of a list. */
export function asksForPart(name: string): boolean {
  return tokens(name).some((word) => PART.has(word))
}

/** Says in words how many there are at most: "(max 100)", "between 1 and 50", "up to 20 entries". */
const MOST = new RegExp(
  [
    /\bmax(?:imum)?\b(?:(?!default)[^.\d]){0,30}\d/,
    /\b\d+ ?(?:\(?max\b|is the max|or (?:less|fewer)\b)/,
    /\b(?:up to|at most|no more than|not (?:exceed|more than)|cannot exceed|(?:limited|capped) (?:to|at)|less than|fewer than|below|top|latest|last|first) (?:a maximum of |the )?[`*]?\d/,
    /\b(?:between|from|range:?) [`*]?\d+[`*]?,? ?(?:and|to|-|–) ?[`*]?\d/,
    /\b\d+ ?(?:-|–|to) ?\d+\b/,
    /(?:<=?|≤) ?\d/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
)

/** True for a text that tells how many there can be at most. */
export function saysMost(text: string): boolean {
  return MOST.test(text)
}

const PAGES = /\bpaginat\w+|\bpaging\b|\b(?:per|next|previous) page\b|\bpage (?:number|size|token)\b/i
const NO_PAGES =
  /\b(?:no|not|never|without|non)\b[- ](?:\w+ ){0,3}(?:paginat\w+|paging)|n't (?:\w+ )?(?:paginat\w+|paging)/i

/** True for a text that tells of pages, and not that there are none. */
export function saysPages(text: string): boolean {
  return PAGES.test(text) && !NO_PAGES.test(text)
}

/** True for what is said of a parameter that limits how many are returned, whatever its name. */
export function saysHowMany(text: string): boolean {
  return HOW_MANY.test(text)
}

const HOW_MANY =
  /\blimits? the (?:number of (?!days|hours|minutes|seconds)|size of the (?:list|response|result))|\b(?:number|amount|count) of (?:[\w-]+ ){1,4}(?:to (?:return|fetch|list|get|show|include)|returned|per page)|\bhow many (?:\w+ ){1,3}to (?:return|fetch|list|get|show|include)\b/i
