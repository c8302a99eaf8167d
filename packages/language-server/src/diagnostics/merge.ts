import type { Diagnostic } from 'vscode-languageserver'
import type { Told } from './told.ts'

/** Documents that are named in a message, where several say the same. */
const NAMED = 3

/** What is said only of the documents that were judged together, and so is true only where all of them say it. */
const OF_ALL = /-unmatched$/

/**
 * What several judged files say about one file, each thing once. A finding that several API descriptions have tells
 * which ones.
 * @param key of the file
 * @param isOwn whether the file is the one that was judged, and somebody looks at it
 */
export function merge(
  key: string,
  sources: readonly { readonly told: Told; readonly isOwn: boolean }[],
): readonly Diagnostic[] {
  if (sources.length === 1 && sources[0]) return alone(key, sources[0])
  const merged = new Map<string, { diagnostic: Diagnostic; names: string[] }>()
  const add = (diagnostic: Diagnostic, name: string): void => {
    const { range, severity, code, message } = diagnostic
    const id = JSON.stringify([range, severity, code, message])
    const known = merged.get(id)
    if (known)
      merged.set(id, { diagnostic: joined(known.diagnostic, diagnostic), names: [...known.names, name] })
    else merged.set(id, { diagnostic, names: [name] })
  }
  for (const { told } of sources) for (const each of told.findings.get(key) ?? []) add(each, told.name)
  const findings = [...merged.values()].map(({ diagnostic, names }) =>
    names.length > 1 ? { ...diagnostic, message: `${diagnostic.message} (${inAll(names)})` } : diagnostic,
  )
  merged.clear()
  for (const { told, isOwn } of sources) {
    for (const each of told.others.get(key) ?? []) add(each, told.name)
    if (isOwn) for (const each of told.whenOpen) add(each, told.name)
  }
  const others = [...merged.values()].flatMap(({ diagnostic, names }) =>
    OF_ALL.test(String(diagnostic.code)) && names.length < sources.length ? [] : [diagnostic],
  )
  return [...findings, ...others]
}

function alone(key: string, { told, isOwn }: { readonly told: Told; readonly isOwn: boolean }) {
  const { findings, others, whenOpen } = told
  return [...(findings.get(key) ?? []), ...(others.get(key) ?? []), ...(isOwn ? whenOpen : [])]
}

/** A diagnostic with what is related to it and to another one. */
function joined(one: Diagnostic, other: Diagnostic): Diagnostic {
  const related = new Map(
    [...(one.relatedInformation ?? []), ...(other.relatedInformation ?? [])].map((each) => [
      JSON.stringify(each),
      each,
    ]),
  )
  return related.size > 0 ? { ...one, relatedInformation: [...related.values()] } : one
}

function inAll(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => `\`${name}\``)
  const more = names.length - shown.length
  if (more > 0) return `in ${shown.join(', ')} and ${more} more`
  return `in ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
