import type { Io } from './io.ts'

/** The version of the package; '' where that cannot be told. */
export async function versionOf(io: Pick<Io, 'packageFile'>): Promise<string> {
  return JSON.parse((await io.packageFile('package.json')) ?? '{}').version ?? ''
}
