import { resolve } from 'node:path'
import { explainPolicy, jsonText, withoutCommands } from '@specward/core'
import { registry } from '@specward/rulesets'
import { wantsColor } from '../color.ts'
import { configText } from '../config-text.ts'
import { printConfigurationErrors } from '../configuration-errors.ts'
import type { Io } from '../io.ts'
import { type RulesetOptions, rulesetSupport } from '../rulesets.ts'
import { folderUri, uriOf } from '../uris.ts'
import { oneOf, UsageError } from '../usage.ts'

export interface ConfigOptions extends RulesetOptions {
  readonly format: string
  readonly config?: string
  readonly preset?: readonly string[]
  readonly color: boolean
}

/** Prints the policy that a document is judged by, with the origin of each setting. Returns the exit code. */
export async function configCommand(
  file: string | undefined,
  options: ConfigOptions,
  io: Io,
  version: string,
): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  const document = await documentUri(file ?? '.', io)
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const rulesets = await rulesetSupport(options, io)
  const named = new Set([...(config === undefined ? [] : [config]), ...(rulesets.named ?? [])])
  const host = io.host({ cwd: io.cwd, named })
  const result = await explainPolicy(
    {
      document,
      registry,
      version,
      workingDirectory: folderUri(io.cwd),
      config,
      presets: options.preset,
      today: io.today(),
      rulesets,
    },
    host,
  )
  if ('errors' in result) {
    await printConfigurationErrors(result.errors, host, io)
    return 2
  }
  const { explained } = result
  const isJson = format === 'json'
  io.out(isJson ? jsonText(explained) : withoutCommands(configText(explained, wantsColor(io, options.color))))
  return 0
}

async function documentUri(file: string, io: Io): Promise<string> {
  const path = resolve(io.cwd, file)
  const kind = await io.kind(path)
  if (kind === 'missing') throw new UsageError(`there is no file \`${file}\`.`)
  return kind === 'folder' ? folderUri(path) : uriOf(path)
}
