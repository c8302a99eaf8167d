import type { Catalogue } from './catalogue.ts'

/**
 * SHA-256 over everything in a catalogue that decides results: what is asked, of which formats, which rules speak for
 * it, and what it answers. Titles and the order of rules are left out.
 * @param sha256 lower-case hexadecimal
 */
export function catalogueDigest(catalogue: Catalogue, sha256: (text: string) => string): string {
  const { id, version, rows, controls, frameworks } = catalogue
  const parts = {
    id,
    version,
    rows: rows.map((row) => [row.id, row.kind]),
    controls: controls.map((control) => [
      control.id,
      control.told,
      control.formats.toSorted(),
      control.rows.toSorted(),
      control.aside.toSorted(),
      [...new Set(control.rules)].sort(),
      control.covers,
      control.question,
    ]),
    frameworks: frameworks.map((framework) => [
      framework.id,
      framework.version,
      framework.items.map((item) => [item.id, item.controls.toSorted()]),
    ]),
  }
  return sha256(JSON.stringify(parts))
}
