import { type Io, nodeIo } from '../packages/cli/src/io.ts'
import { run } from '../packages/cli/src/main.ts'

const machine = nodeIo()

/** Splits a command line at blanks, but not within single quotes. */
export function words(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

export interface Printed {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line in a folder, as in a terminal without colors. */
export async function runIn(
  cwd: string,
  args: readonly string[],
  stdin: Uint8Array = new Uint8Array(),
  more: Partial<
    Pick<Io, 'today' | 'obstacle' | 'replace' | 'startThread' | 'size' | 'host' | 'openStore' | 'cacheFolder'>
  > = {},
): Promise<Printed> {
  let out = ''
  let err = ''
  const io: Io = {
    ...machine,
    args,
    cwd,
    env: {},
    isTerminal: false,
    columns: undefined,
    errColumns: undefined,
    stdin: async () => stdin,
    ...more,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  }
  return { code: await run(io), out, err }
}
