import { visible } from '@specward/core'
import { Command, CommanderError } from 'commander'
import { addAttest } from './attest.ts'
import { addBaseline } from './baseline.ts'
import { addCache } from './cache.ts'
import { addChecklist } from './checklist.ts'
import { addConfig } from './config.ts'
import { addControls } from './controls.ts'
import { addExplain } from './explain.ts'
import { addInit } from './init.ts'
import { addLint } from './lint.ts'
import { addLock } from './lock.ts'
import { addLsp } from './lsp.ts'
import { addMerge } from './merge.ts'
import { addRules } from './rules.ts'
import { addTest } from './test.ts'
import { addWaive } from './waive.ts'
import { addWaivers } from './waivers.ts'
import type { Wiring } from './wiring.ts'

/** In the order in which the help lists them. */
const COMMANDS = [
  addLint,
  addMerge,
  addBaseline,
  addLock,
  addTest,
  addChecklist,
  addAttest,
  addWaive,
  addWaivers,
  addInit,
  addRules,
  addControls,
  addExplain,
  addConfig,
  addCache,
  addLsp,
]

/** The command line with all its commands. */
export function createProgram(wiring: Wiring): Command {
  const { io, version } = wiring
  const program = new Command('specward')
    .description('Reviews OpenAPI and AsyncAPI descriptions against security policy.')
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: (text) => io.err(text.split('\n').map(visible).join('\n')),
    })
    .showHelpAfterError('Run `specward --help`, or `specward help <command>`, for what it takes.')
    .helpCommand('help [command]', 'explain a command and its options')
  for (const add of COMMANDS) add(program, wiring)
  return program
}

/**
 * The exit code where the command line itself ended the program: 0 after help and version, 2 for what it cannot take,
 * which it has told already. Undefined for any other error.
 */
export function exitCodeOf(error: unknown): number | undefined {
  if (!(error instanceof CommanderError)) return undefined
  return error.exitCode === 0 ? 0 : 2
}
