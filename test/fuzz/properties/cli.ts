import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toJson } from '@specward/core'
import { judge } from '../judge.ts'
import { fault, type Property } from '../property.ts'

/** The executable, from the folder of the repository in which the fuzzer runs. */
const BIN = join('packages', 'cli', 'bin', 'specward.js')

/** Milliseconds that one run may take. */
const LIMIT = 60_000

/** The real process: one of the exit codes, the one that fits its report, and the report that was made in memory. */
export const commandLine: Property = {
  name: 'command-line',
  input: 'text',
  weight: 1.5,
  async check({ name, content }) {
    const cwd = mkdtempSync(join(tmpdir(), 'specward-fuzz-'))
    try {
      mkdirSync(join(cwd, '.git'))
      writeFileSync(join(cwd, name), content)
      const args = [join(process.cwd(), BIN), 'lint', name, '--format', 'json', '--preset', 'strict']
      const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
        cwd,
        timeout: LIMIT,
        maxBuffer: 2 ** 28,
      })
      if (error) return fault('command line', `did not end: ${error.message}`)
      if (status === null || status < 0 || status > 4)
        return fault('command line', `exit code ${status}: ${stderr}`)
      if (/internal error|is a fault of Specward|\n {4}at /.test(String(stderr)))
        return fault('command line', String(stderr))
      const printed = JSON.parse(String(stdout))
      const isError = ({ severity }: { severity: string }): boolean => severity === 'error'
      const wanted = printed.notices.some(isError)
        ? 4
        : printed.problems.some(isError)
          ? 3
          : printed.gate.failed
            ? 1
            : 0
      if (status !== wanted) return fault('command line', `exit code ${status} instead of ${wanted}`)
      // on a busy machine a rule may be late there, which is told; in memory the clock stands still
      if (printed.problems.some(({ code }: { code: string }) => code === 'rule-timeout')) return undefined
      const { report } = await judge({ [name]: content })
      const own = JSON.parse(toJson(report))
      for (const part of ['findings', 'problems', 'undecided', 'summary'])
        if (JSON.stringify(printed[part]) !== JSON.stringify(own[part]))
          return fault(
            'command line',
            `prints other ${part} than are made in memory\n${JSON.stringify(printed[part])}\n${JSON.stringify(own[part])}`,
          )
      return undefined
    } finally {
      rmSync(cwd, { recursive: true, force: true })
    }
  },
}
