import type { Host } from '../host.ts'
import { createLoader } from '../source/load.ts'
import type { Graph } from './graph.ts'
import { readDocument } from './read-document.ts'
import { type ResolveOptions, resolve } from './resolve.ts'

/**
 * Reads an API description and all that it refers to, and judges nothing.
 * @returns undefined when it is no API description, or cannot be read as one
 */
export async function readGraph(
  uri: string,
  host: Host,
  options: Omit<ResolveOptions, 'loader'>,
): Promise<Graph | undefined> {
  const loader = createLoader(host)
  const { api } = await readDocument(uri, false, loader)
  return api && resolve(api.file, api.format, api.version, { ...options, loader })
}
