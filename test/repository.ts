import { execFileSync } from 'node:child_process'
import { type Files, put, temporaryFolder } from './project.ts'
import { words } from './run-in.ts'

/** Runs git as somebody whom it knows; blanks part words, but within single quotes. */
export function git(cwd: string, line: string): string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'protocol.file.allow=always']
  return execFileSync('git', [...settings, ...words(line)], { cwd, encoding: 'utf8', stdio: 'pipe' })
}

/** A repository with a first state on `main`, and a second one in the working tree of a branch. */
export async function repository(base: Files, head: Files = {}): Promise<string> {
  const folder = await temporaryFolder('specward-base-')
  git(folder, 'init -q -b main')
  await put(folder, base)
  git(folder, 'add -A')
  git(folder, "commit -q -m 'one'")
  git(folder, 'checkout -q -b feature')
  await put(folder, head)
  return folder
}
