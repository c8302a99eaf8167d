// Runs the fuzzer: `npm run fuzz -- --help`. It is bundled first, for Node 20 reads no TypeScript.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const folder = fileURLToPath(new URL('.', import.meta.url))
const built = join(folder, '.built')

const bundle = await rolldown({
  input: { main: join(folder, 'main.ts'), worker: join(folder, 'worker.ts') },
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id),
})
await bundle.write({ dir: built, format: 'esm', sourcemap: true, entryFileNames: '[name].js' })
await bundle.close()

const child = spawn(process.execPath, [join(built, 'main.js'), ...process.argv.slice(2)], {
  cwd: join(folder, '../..'),
  stdio: 'inherit',
})
// it ends by itself once what is under way has been kept
process.on('SIGINT', () => undefined)
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
