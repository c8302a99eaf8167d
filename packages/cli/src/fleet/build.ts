import type { Io } from '../io.ts'

/**
 * What tells programs apart that may find different things in the same files: what was built, and the version of Node.
 * A version alone does not: what is installed from a commit has that of the last release.
 */
export async function buildOf(io: Pick<Io, 'packageFile' | 'nodeMajor'>): Promise<string> {
  const manifest = await io.packageFile('package.json')
  const digest = await io.packageFile('dist/bundle/digest.txt')
  return JSON.stringify([manifest, digest, io.nodeMajor])
}
