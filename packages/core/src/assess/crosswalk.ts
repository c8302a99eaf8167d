import type { Catalogue, Control } from './catalogue.ts'

/** The controls that answer a row, by who can tell whether they hold; each list in the order of the catalogue. */
export interface RowTally {
  readonly description: readonly Control[]
  readonly both: readonly Control[]
  readonly person: readonly Control[]
}

/** @param row id of a practice or threat */
export function rowTally({ controls }: Catalogue, row: string): RowTally {
  const answering = controls.filter(({ rows }) => rows.includes(row))
  const toldBy = (told: Control['told']) => answering.filter((control) => control.told === told)
  return { description: toldBy('description'), both: toldBy('both'), person: toldBy('person') }
}

export interface ControlMapping {
  readonly framework: string
  readonly title: string
  readonly version: string
  /** Ids of the items that it supports, in the order of the standard. */
  readonly items: readonly string[]
}

/** The frameworks that a control supports something of, in the order of the catalogue. */
export function mappingsOf({ frameworks }: Catalogue, control: string): readonly ControlMapping[] {
  return frameworks
    .map(({ id, title, version, items }) => ({
      framework: id,
      title,
      version,
      items: items.filter(({ controls }) => controls.includes(control)).map((item) => item.id),
    }))
    .filter(({ items }) => items.length > 0)
}
