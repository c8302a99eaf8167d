import type { Operation, Parameter } from '@specward/core'
import { returnedList } from './lists.ts'
import { asksForPlace, pageSizeIn } from './page-words.ts'

/** True for a parameter of a read by which callers choose how many entries a page has. */
export function isPageSize(parameter: Parameter): boolean {
  const kind = pageSizeIn(parameter.name)
  if (!kind || UNUSED.test(textOf(parameter)) || (parameter.in !== 'query' && parameter.in !== 'header'))
    return false
  const reads = parameter.operations.filter(isRead)
  const types = parameter.schema?.types ?? []
  if (kind === 'clear')
    return reads.length > 0 && !types.some((type) => /^(?:array|object|boolean)$/.test(type))
  return (
    (types.includes('integer') || types.includes('number')) && reads.some((each) => pages(each, parameter))
  )
}

function isRead({ kind, isSafe, classes }: Operation): boolean {
  return kind === 'http' && (isSafe || classes.has('read'))
}

/** Whether a list is asked for by place, or by a parameter that says that it counts what is returned. */
function pages(operation: Operation, parameter: Parameter): boolean {
  if (operation.parameters.some(({ name }) => asksForPlace(name))) return true
  return returnedList(operation) !== undefined && COUNTS.test(textOf(parameter))
}

/** Kept for callers of old, and without effect. */
const UNUSED = /\b(?:not used|unused|ignored|no effect)\b/i

const COUNTS =
  /\b(?:number|amount|how many|maximum|count|limits?)\b.{0,60}\b(?:results?|items?|rows?|records?|entries|objects|return(?:ed)?|retrieved?|shown?|fetched)\b/is

/** What is said of a parameter and its value. */
export function textOf({ node, schema }: Parameter): string {
  const texts = [node.child('description'), ...(schema?.all('description') ?? [])]
  return texts.map((text) => text?.string ?? '').join(' ')
}
