import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runIn, words } from './run-in.ts'

// The guide is carried out from top to bottom in one folder: a block with a title is a file that is written, a
// console block a command with all that it prints. SPECWARD_UPDATE=1 writes down what is printed.

const root = fileURLToPath(new URL('..', import.meta.url))
const path = join(root, 'docs/policy-in-ten-minutes.md')
const BLOCK = /^```(yaml title="([^"]+)"|console)\n([\s\S]*?)^```$/gmu

it('the guide prints what it says', async () => {
  const guide = await readFile(path, 'utf8')
  const folder = await mkdtemp(join(tmpdir(), 'specward-guide-'))
  try {
    await mkdir(join(folder, '.git'))
    await copyFile(join(root, 'examples/orders.yaml'), join(folder, 'openapi.yaml'))
    let carriedOut = ''
    let from = 0
    for (const match of guide.matchAll(BLOCK)) {
      const [block, , name, body = ''] = match
      carriedOut += guide.slice(from, match.index)
      from = match.index + block.length
      if (name === undefined) carriedOut += `\`\`\`console\n${await answer(body, folder)}\`\`\``
      else {
        carriedOut += block
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), body)
      }
    }
    carriedOut += guide.slice(from)
    if (process.env.SPECWARD_UPDATE === undefined) expect(carriedOut).toBe(guide)
    else await writeFile(path, carriedOut)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** A command as in a terminal: what it prints, and its exit code where that is not 0. */
async function answer(body: string, folder: string): Promise<string> {
  const [line = ''] = body.split('\n', 1)
  const { code, out, err } = await runIn(folder, words(line.replace(/^\$ specward\b/u, '')))
  return `${line}\n${out}${err}${code === 0 ? '' : `$ echo $?\n${code}\n`}`
}
