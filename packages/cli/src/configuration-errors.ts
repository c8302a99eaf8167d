import { type ConfigurationError, type Host, visible } from '@specward/core'
import type { Io } from './io.ts'
import { nameOf } from './uris.ts'

/** Prints what is wrong with a configuration: `specward.yaml:3:5: message`, and the line of the file below it. */
export async function printConfigurationErrors(
  errors: readonly ConfigurationError[],
  host: Host,
  io: Io,
): Promise<void> {
  for (const error of errors) io.err(await describe(error, host, io))
}

async function describe(error: ConfigurationError, host: Host, io: Io): Promise<string> {
  if (error.uri === undefined) return `error: ${visible(error.message)}\n`
  const name = nameOf(error.uri, io.cwd)
  if (error.line === undefined) return `${name}: ${visible(error.message)}\n`
  const line = (await textOf(error.uri, host))?.split(/\r\n|\n|\r/)[error.line - 1]
  const excerpt = line?.trim() ? `  ${error.line} | ${visible(line.replaceAll('\t', '  '))}\n` : ''
  return `${name}:${error.line}:${error.column ?? 1}: ${visible(error.message)}\n${excerpt}`
}

async function textOf(uri: string, host: Host): Promise<string | undefined> {
  const result = await host.read(uri)
  if ('error' in result) return undefined
  return 'text' in result ? result.text : new TextDecoder().decode(result.bytes)
}
