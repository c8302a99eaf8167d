import { relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type ConfigurationError,
  ConfigurationFailure,
  type DocumentRequest,
  exitCode,
  type Host,
  type LintResult,
  lintWithSources,
  toJson,
  toText,
  visible,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import { wantsColor } from '../color.ts'
import { findDocuments } from '../documents.ts'
import { type Io, reasonOf } from '../io.ts'
import { oneOf, UsageError } from '../usage.ts'

export interface LintOptions {
  readonly format: string
  readonly output?: string
  readonly config?: string
  readonly preset?: readonly string[]
  readonly failOn?: string
  readonly quiet?: boolean
  readonly stdinFilename?: string
  readonly timing?: boolean
  readonly color: boolean
}

/** Judges what the arguments name and writes the report. Returns the exit code. */
export async function lintCommand(
  args: readonly string[],
  options: LintOptions,
  io: Io,
  version: string,
): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  const failOn =
    options.failOn === undefined
      ? undefined
      : oneOf('--fail-on', options.failOn, ['error', 'warn', 'info', 'hint', 'never'])
  if (options.output !== undefined) await checkOutput(options.output, io)
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const { requests, problems, overlay } = await gather(args, options.stdinFilename, io)
  if (options.output !== undefined) checkOverwriting(options.output, requests, config, io)
  const named = new Set(requests.filter((request) => request.named).map((request) => request.uri))
  if (config !== undefined) named.add(config)
  const host = io.host({ cwd: io.cwd, named, overlay })
  try {
    const result = await lintWithSources(
      {
        documents: requests,
        problems,
        requireDocument: true,
        registry,
        version,
        workingDirectory: folderUri(io.cwd),
        config,
        presets: options.preset,
        failOn,
        timing: options.timing,
      },
      host,
    )
    const text = format === 'json' ? toJson(result.report) : render(result, io, options)
    return (await deliver(text, options.output, io)) ? exitCode(result.report) : 3
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    for (const each of error.errors) io.err(await describe(each, host, io))
    return 2
  }
}

async function gather(args: readonly string[], stdinName: string | undefined, io: Io) {
  const { requests, problems, stdin } = await findDocuments(args, io)
  if (!stdin && requests.length === 0 && problems.length === 0) {
    throw new UsageError('there is nothing to judge. Name a file: `specward lint openapi.yaml`.')
  }
  if (!stdin) return { requests, problems, overlay: new Map<string, Uint8Array>() }
  const bytes = await io.stdin()
  const name =
    stdinName ??
    (/^\s*[{[]/.test(new TextDecoder().decode(bytes.subarray(0, 512))) ? 'stdin.json' : 'stdin.yaml')
  const uri = uriOf(resolve(io.cwd, name))
  const request: DocumentRequest = { uri, named: true }
  return { requests: [...requests, request], problems, overlay: new Map([[uri, bytes]]) }
}

async function checkOutput(output: string, io: Io): Promise<void> {
  const obstacle = await io.obstacle(resolve(io.cwd, output))
  if (obstacle !== undefined) throw new UsageError(`\`--output ${output}\` cannot be written: ${obstacle}.`)
}

/** A report must not take the place of what it reports on, nor of the policy. */
function checkOverwriting(
  output: string,
  requests: readonly DocumentRequest[],
  config: string | undefined,
  io: Io,
): void {
  const uri = uriOf(resolve(io.cwd, output))
  const isInput = requests.some((request) => request.uri === uri)
  if (isInput || uri === config || /\/specward\.ya?ml$/.test(uri)) {
    const what = isInput ? 'a description that is to be judged' : 'the configuration'
    throw new UsageError(`\`--output ${output}\` would overwrite ${what}.`)
  }
}

/** Writes the report to where it was asked for; false when that fails. */
async function deliver(text: string, output: string | undefined, io: Io): Promise<boolean> {
  if (output === undefined) {
    io.out(text)
    return true
  }
  try {
    await io.write(resolve(io.cwd, output), text)
    return true
  } catch (error) {
    io.err(`error: the report could not be written to ${output}: ${reasonOf(error)}.\n`)
    return false
  }
}

function render({ report, sources }: LintResult, io: Io, options: LintOptions): string {
  const rules = new Map(registry.rules.map(({ rule }) => [rule.id, rule]))
  const toFile = options.output !== undefined
  return toText(report, {
    color: !toFile && wantsColor(io, options.color),
    quiet: options.quiet === true,
    width: toFile ? undefined : io.columns,
    sources,
    rules: (id) => rules.get(id),
  })
}

/** `specward.yaml:3:5: message`, and the line of the file below it. */
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

function nameOf(uri: string, cwd: string): string {
  return uri.startsWith('file:') ? relative(cwd, fileURLToPath(uri)) : uri
}

function uriOf(path: string): string {
  return pathToFileURL(path).href
}

function folderUri(path: string): string {
  const uri = uriOf(path)
  return uri.endsWith('/') ? uri : `${uri}/`
}
