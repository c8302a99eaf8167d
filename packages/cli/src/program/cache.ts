import type { Command } from 'commander'
import type { Wiring } from './wiring.ts'

const LOCATION = [
  '--cache-location <folder>',
  'the cache in this folder instead of that of the user',
] as const

export function addCache(program: Command, { io, done }: Wiring): void {
  const cache = program
    .command('cache')
    .description('tell what is kept of earlier runs (`lint --cache`), or remove it')
    .option(...LOCATION)
    .action(async (options) => {
      const { cacheCommand } = await import('../commands/cache.ts')
      done(await cacheCommand(options, io))
    })
  cache
    .command('clean')
    .description('remove all that Specward has kept there, and nothing else')
    .option(...LOCATION)
    .action(async (_, command: Command) => {
      const { cacheCleanCommand } = await import('../commands/cache.ts')
      done(await cacheCleanCommand(command.optsWithGlobals(), io))
    })
}
