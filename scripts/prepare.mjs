// Builds after an installation. `npm install --global` of a git URL, which is also how pre-commit installs hooks, runs
// this in a clone without anything to build with: npm hands `--global` on to the installation of the clone itself.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Installs what building takes into the clone, by its lock file; nothing of it runs scripts. */
function installTools() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(?:global|location|prefix)$/i.test(name),
  )
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    env: Object.fromEntries(own),
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) process.exit(1)
}

if (!existsSync(join(root, 'node_modules/rolldown'))) installTools()
await import('./build.mjs')
