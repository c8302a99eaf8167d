// Runs a program until whoever started this goes away, in whatever way, and ends it with all that it has started.
// It has to lead a process group of its own.
import { spawn } from 'node:child_process'

const [program, ...args] = process.argv.slice(2)
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
child.on('exit', (code) => process.exit(code ?? 1))
child.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})

process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'))
process.stdin.resume()
