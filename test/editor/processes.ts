import { readdir, readFile } from 'node:fs/promises'

/**
 * Command lines of the processes in a process group, with blanks between the arguments; those that end meanwhile are
 * left out. Reads `/proc`.
 */
export async function processesOf(group: number): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(ids.map((id) => commandOf(id, group)))
  return found.filter((command) => command !== '')
}

async function commandOf(id: string, group: number): Promise<string> {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
  // the name of the program, in brackets, can hold anything
  const [, , groupOfThis] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (Number(groupOfThis) !== group) return ''
  const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
  return line.replaceAll('\0', ' ').trim()
}
