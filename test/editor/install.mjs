// Puts the real VS Code, as code-server packs it, into a folder outside of git: `npm run test:editor` does this first.
// Takes a minute the first time and nothing when it is there already.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** The folder that it is installed in: `SPECWARD_EDITOR`, else one beside this file. */
export const installed = process.env.SPECWARD_EDITOR || join(here, '.installed')

/** What runs it, with Node. */
export const codeServer = join(installed, 'node_modules/code-server/out/node/entry.js')

const stamp = join(installed, 'stamp.txt')
const vscode = join(installed, 'node_modules/code-server/lib/vscode')

/** After which a step is taken to hang. */
const PATIENCE_MS = 300_000

/**
 * Scripts of packages are not run: they fetch what no registry of npm has, and build what is not needed. The three
 * modules that the server cannot do without are built from their sources afterwards.
 */
const CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
const CI_INSIDE = [...CI, '--omit=dev', '--legacy-peer-deps']

/** Whether it is there, from the same versions, for this Node. */
export async function isInstalled() {
  return existsSync(codeServer) && (await readFile(stamp, 'utf8').catch(() => '')) === (await digest())
}

/** Installs it where that has not been done yet. */
export async function install() {
  if (await isInstalled()) return
  await rm(installed, { recursive: true, force: true })
  await mkdir(installed, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) {
    await cp(join(here, 'code-server', name), join(installed, name))
  }
  await npm(installed, ...CI)
  await npm(vscode, ...CI_INSIDE)
  await npm(join(vscode, 'extensions'), ...CI_INSIDE)
  await symlink('node_modules', join(vscode, 'node_modules.asar'))
  await bringRipgrep()
  await Promise.all([
    npm(vscode, 'rebuild', '@vscode/spdlog'),
    npm(vscode, 'rebuild', 'native-watchdog'),
    npm(installed, 'rebuild', 'argon2'),
  ])
  await writeFile(stamp, await digest())
}

/** The program that files are searched with, which VS Code's own package would fetch from elsewhere. */
async function bringRipgrep() {
  const bin = join(vscode, 'node_modules/@vscode/ripgrep/bin')
  await mkdir(bin, { recursive: true })
  const program = `node_modules/@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`
  await cp(join(installed, program), join(bin, 'rg'))
}

/** What it is made of: the versions, these steps, and the Node that the modules are built for. */
async function digest() {
  const hash = createHash('sha256')
  hash.update(await readFile(join(here, 'code-server/package-lock.json')))
  hash.update(await readFile(fileURLToPath(import.meta.url)))
  return `${hash.digest('hex')} ${process.platform}-${process.arch} ${process.versions.modules}\n`
}

/** Runs npm in a folder; what it prints is told only when it fails. */
function npm(cwd, ...args) {
  const headers = join(dirname(process.execPath), '..')
  const env = { ...process.env }
  // without this, headers would be fetched from elsewhere
  if (existsSync(join(headers, 'include/node/node.h'))) env.npm_config_nodedir = headers
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
      shell: process.platform === 'win32',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`\`npm ${args.join(' ')}\` failed in ${cwd} (${code}):\n${output}`))
    })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await install()
  } catch (error) {
    console.error(`VS Code could not be installed for the tests. ${error.message}`)
    console.error('It needs the npm registry, and to build three modules: g++, make and python3.')
    process.exitCode = 1
  }
}
