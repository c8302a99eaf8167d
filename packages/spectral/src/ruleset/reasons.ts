import type { ConfigurationError, SourceFile, Span } from '@specward/core'

import { sourceOf } from '../file-names.ts'
import { quote } from './values.ts'

/** What went wrong in code that was run, at the line of that code where it says so. */
export function rejection(
  error: unknown,
  uri: string,
  shown: string,
  asked: { readonly uri: string; readonly span?: Span } | undefined,
  files: ReadonlyMap<string, SourceFile>,
): ConfigurationError {
  const message = `${quote(shown)} could not be run: ${reasonOf(error)}.`
  const line = lineOf(error, uri)
  if (line !== undefined) return { message, uri, line }
  const file = asked && files.get(asked.uri)
  if (!asked || !file || !asked.span) return { message, uri }
  return { message, uri: asked.uri, ...file.position(asked.span.start) }
}

/** The message of whatever was thrown, on one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const [line = ''] = text.split('\n')
  return line.replace(/^Error transforming .*?: (?=\S)/u, '').replace(/\.$/u, '')
}

function lineOf(error: unknown, uri: string): number | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined
  const translating = /^Error transforming .*\((\d+):\d+\)$/u.exec(error.message)?.[1]
  if (translating !== undefined) return Number(translating)
  const stack = error.stack.replaceAll('\\', '/')
  const name = sourceOf(uri)
  const at = stack.indexOf(`${name}:`)
  if (at === -1) return undefined
  const line = Number.parseInt(stack.slice(at + name.length + 1), 10)
  return Number.isNaN(line) ? undefined : line
}
