import { type Operation, type Schema, tokens } from '@specward/core'
import { type ReturnedList, returnedList } from './lists.ts'
import { asksForPart, asksForPlace, saysHowMany } from './page-words.ts'

/** True where nothing in the request or the answer bounds a list of objects. */
export function isWhole(operation: Operation): boolean {
  const found = returnedList(operation)
  if (!found || found.item.properties.length === 0 || found.list.all('maxItems').length > 0) return false
  return !asksForSome(operation) && !showsPages(found, operation)
}

/** A query parameter that has to be given narrows what is returned, whatever it is called. */
function asksForSome({ parameters, requestBody }: Operation): boolean {
  const inBody = (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
  const sent = parameters.filter((each) => each.in !== 'path')
  return (
    sent.some((each) => each.required && each.in === 'query') ||
    sent.some(({ node }) => saysHowMany(node.child('description')?.string ?? '')) ||
    [...sent.flatMap(({ fields }) => fields), ...inBody].some(({ name }) => asksForPart(name))
  )
}

/** True where callers can name the place in a list at which to go on. */
export function showsPlace({ parameters }: Operation): boolean {
  return parameters.some(
    ({ in: place, fields }) => place !== 'path' && fields.some(({ name }) => asksForPlace(name)),
  )
}

/** Words of header fields, and of names beside a list, that tell of further pages. */
const PAGES: ReadonlySet<string> = new Set(
  `page paging pagination cursor next nextlink continuation offset limit marker bookmark more truncated link prev
  previous per skip start token scroll range`.split(/\s+/),
)

function showsPages({ body, list }: ReturnedList, { responses }: Operation): boolean {
  const around = body === list ? [] : namesAround(body)
  const headers = responses.flatMap(({ response }) => response?.headers ?? []).map(({ name }) => name)
  const paging = headers.filter((name) => !/rate-?limit/i.test(name))
  return [...around, ...paging].some((name) => tokens(name).some((word) => PAGES.has(word)))
}

/** Names beside the list, and in what stands beside it: `meta.nextCursor`. */
function namesAround(body: Schema): readonly string[] {
  return body.properties.flatMap(({ name, schema }) => [name, ...schema.properties.map((each) => each.name)])
}
