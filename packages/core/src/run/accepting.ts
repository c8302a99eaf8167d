import type { Ran } from '../against/types.ts'
import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import type { Task } from '../policy/task.ts'
import type { AcceptRun } from '../settle/accept-types.ts'
import { loadWaivers } from '../settle/load-waivers.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import type { LintRequest } from './request.ts'

/** URIs of the folders of which a file may tell what is in them: its names of others lead anywhere. */
export function foldersOf(tasks: readonly Task[], workingDirectory: string): readonly string[] {
  return [...new Set([...tasks.map(({ root }) => root), workingDirectory])]
}

/** What is needed to tell which findings somebody has accepted. Throws `ConfigurationFailure`. */
export async function acceptingOf(
  tasks: readonly Task[],
  { workingDirectory, today, descriptions, acceptsNothing }: LintRequest,
  { files, incomplete }: Pick<Ran, 'files' | 'incomplete'>,
  loader: Loader,
): Promise<AcceptRun> {
  const planned = acceptsNothing ? [] : tasks
  const { books, errors } = await loadWaivers(planned, { workingDirectory, today, loader })
  if (errors.length > 0) throw new ConfigurationFailure(errors)
  const requested = new Set(planned.map(({ document }) => document.uri))
  const seen = acceptsNothing ? new Map<string, SourceFile>() : files
  const exists = (uri: string) => loader.guard.existsIn(uri, foldersOf(tasks, workingDirectory))
  return { books, requested, incomplete, files: seen, workingDirectory, today, exists, descriptions }
}
