import { inline } from '../markdown-text.ts'
import { repositoryPath } from '../repository-path.ts'
import { visible } from '../visible.ts'

/** Of the properties that are none of OSCAL's own. */
const NAMESPACE_URI = 'urn:specward:oscal'

export interface Property {
  readonly name: string
  readonly ns: string
  readonly value: string
}

/** Properties with a value, each under our namespace; of several values, one for each. */
export function propsOf(values: Readonly<Record<string, string | readonly string[] | undefined>>): {
  props?: Property[]
} {
  const props = Object.entries(values).flatMap(([name, given]) =>
    [given ?? []]
      .flat()
      .filter((value) => value.trim() !== '')
      .map((value) => ({ name, ns: NAMESPACE_URI, value: plainText(value) })),
  )
  return props.length > 0 ? { props } : {}
}

/** Text from anywhere as one line of Markdown that shows as that text (MarkupLine, MarkupMultiline). */
export function markup(text: string): string {
  const line = inline(text.replace(/\s+/gu, ' ').trim())
  return line === '' ? '-' : line
}

/** A value of type String: one line without blanks around it, and not empty. */
export function plainText(text: string): string {
  const line = visible(text.replace(/\s+/gu, ' ').trim())
  return line === '' ? '-' : line
}

/** A value of type Token: the id of a control as OSCAL catalogues write it. */
export function token(id: string): string {
  const name = id.toLowerCase().replace(/[^\p{L}\p{N}._-]/gu, '-')
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`
}

/** The first or the last second of a day, by UTC. */
export function startOf(day: string): string {
  return `${day}T00:00:00Z`
}

export function endOf(day: string): string {
  return `${day}T23:59:59Z`
}

/** A list by name, left out when it is empty: OSCAL allows no empty lists. */
export function some<Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { [key in Name]?: readonly Item[] } {
  return (items.length > 0 ? { [name]: items } : {}) as { [key in Name]?: readonly Item[] }
}

/** A file of the report as a reference that leads to it from the working directory. */
export function referenceTo(file: string): string {
  return repositoryPath(file, '').uri || '.'
}
