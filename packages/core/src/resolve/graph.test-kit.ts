import type { Host } from '../host.ts'
import { createLoader } from '../source/load.ts'
import type { Graph } from './graph.ts'
import { readDocument } from './read-document.ts'
import { resolve } from './resolve.ts'

export const ROOT = 'file:///project/'

/** A host over texts by name; a name is relative to the project, or an absolute URI. */
export function memoryHost(files: Readonly<Record<string, string>>): Host & { readonly reads: string[] } {
  const texts = new Map(Object.entries(files).map(([name, text]) => [new URL(name, ROOT).href, text]))
  const reads: string[] = []
  return {
    reads,
    async read(uri) {
      reads.push(uri)
      const text = texts.get(uri)
      return text === undefined ? { error: 'not-found', detail: 'no such file' } : { text }
    },
    async exists(uri) {
      return texts.has(uri)
    },
    sha256: (text) => `${text.length}`,
    now: () => 0,
  }
}

/** Reads the first file as an API description and follows its references. */
export async function graphOf(
  files: Readonly<Record<string, string>>,
  options: { readonly refHosts?: readonly string[]; readonly host?: Host } = {},
): Promise<Graph> {
  const loader = createLoader(options.host ?? memoryHost(files))
  const [name = ''] = Object.keys(files)
  const reading = await readDocument(new URL(name, ROOT).href, true, loader)
  if (!reading.api) throw new Error(reading.problems.map((problem) => problem.message).join('\n'))
  const { file, format, version } = reading.api
  return resolve(file, format, version, { loader, root: ROOT, refHosts: options.refHosts ?? [] })
}
