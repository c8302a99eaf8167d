import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { findChromium, NO_CHROMIUM } from '../browser/chromium.ts'
import { installExtension } from './editor.ts'
import { isInstalled } from './install.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the extension is installed in. */
    readonly extensions: string
    /** The folder of the extension in there. */
    readonly unpacked: string
  }
}

/** The packed extension, as `npm run vsix` makes it. */
const VSIX =
  process.env.SPECWARD_VSIX ?? fileURLToPath(new URL('../../extension/dist/specward.vsix', import.meta.url))

/** Installs the extension once for all tests. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!(await isInstalled())) {
    throw new Error(
      'VS Code is not installed. Run `npm run test:editor`, or `node test/editor/install.mjs` once.',
    )
  }
  if (findChromium() === undefined) throw new Error(NO_CHROMIUM)
  if (!existsSync(VSIX)) throw new Error(`There is no ${VSIX}. Run \`npm run vsix\`.`)
  const extensions = await mkdtemp(join(tmpdir(), 'specward-extensions-'))
  await installExtension(VSIX, extensions)
  provide('extensions', extensions)
  const [name = ''] = (await readdir(extensions)).filter((each) => each.startsWith('specward.'))
  provide('unpacked', join(extensions, name))
  return () => rm(extensions, { recursive: true, force: true })
}
