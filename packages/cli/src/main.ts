import { visible, withoutCommands } from '@specward/core'
import { end, type Io, keepServing, leave, nodeIo, watchOver } from './io.ts'
import { createProgram, exitCodeOf } from './program/program.ts'
import { UsageError } from './usage.ts'
import { versionOf } from './version.ts'

/** Runs the program with the machine as it is; what the executable calls. */
export async function start(): Promise<void> {
  const io = nodeIo()
  // a server speaks over standard output, and its editor ends it
  if (io.args[0] === 'lsp') keepServing()
  else watchOver()
  leave(await run(io))
  if (io.args[0] !== 'lsp') end()
}

/**
 * Runs one command.
 * @returns the exit code: 0 clean, 1 the gate failed, 2 usage or configuration, 3 something could not be judged,
 * 4 the policy itself is not kept
 */
export async function run(machine: Io): Promise<number> {
  const io = harmless(machine)
  let code = 0
  const done = (result: number): void => {
    code = result
  }
  try {
    const program = createProgram({ io, version: await versionOf(io), done })
    await program.parseAsync(io.args, { from: 'user' })
    return code
  } catch (error) {
    const ended = exitCodeOf(error)
    if (ended !== undefined) return ended
    if (error instanceof UsageError) {
      io.err(`error: ${linesOf(error.message)}\n`)
      return 2
    }
    io.err(internalError(error, io))
    return 3
  }
}

/** The same machine, on whose standard error no line is a command to a CI service. */
function harmless(io: Io): Io {
  return Object.create(io, { err: { value: (text: string) => io.err(withoutCommands(text)) } })
}

/** What somebody typed comes back in messages, and names of files are typed by programs. */
function linesOf(message: string): string {
  return message.split('\n').map(visible).join('\n')
}

function internalError(error: unknown, io: Io): string {
  const message = linesOf(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  const stack = io.env.SPECWARD_DEBUG && error instanceof Error ? `${error.stack}\n` : ''
  return (
    `internal error: ${message}\n${stack}` +
    'This is a fault of Specward, not of your description; nothing was judged to the end. Please report it with ' +
    'the command, the version (`specward --version`) and what SPECWARD_DEBUG=1 in the environment adds to this.\n'
  )
}
