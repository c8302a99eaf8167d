import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runIn, words } from './run-in.ts'

// A scenario is a text: a title, files, a command with what it prints, and its exit code.
//
//   A directory that is named is a problem.
//   -- specs/ --
//   -- openapi.yaml --
//   openapi: 3.1.0
//   -- $ specward lint specs 'a*.yaml' --
//   (standard output)
//   -- stderr --
//   (standard error, if any)
//   -- exit 3 --
//
// `-- name (base64) --` takes bytes, `-- stdin --` standard input. SPECWARD_UPDATE=1 writes down what is printed.

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'test/scenarios')

interface Scenario {
  readonly title: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly stdin: Uint8Array
  readonly args: readonly string[]
  /** Everything up to and with the line of the command. */
  readonly head: string
  readonly expected: string
}

function parse(text: string): Scenario {
  const [title = '', ...rest] = text.split(/^(?=-- .* --$)/m)
  const files = new Map<string, Uint8Array>()
  let stdin: Uint8Array = new Uint8Array()
  for (const [index, section] of rest.entries()) {
    const end = section.indexOf('\n')
    const name = section.slice(3, end - 3)
    const body = section.slice(end + 1)
    if (name.startsWith('$ specward')) {
      const before = [title, ...rest.slice(0, index)].join('')
      const head = before + section.slice(0, end + 1)
      const expected = [body, ...rest.slice(index + 1)].join('')
      return {
        title: title.trim(),
        files,
        stdin,
        args: words(name.slice('$ specward'.length)),
        head,
        expected,
      }
    }
    const encoded = / \(base64\)$/.exec(name)
    const bytes = encoded ? Buffer.from(body, 'base64') : Buffer.from(body)
    if (name === 'stdin') stdin = bytes
    else files.set(encoded ? name.slice(0, encoded.index) : name, bytes)
  }
  throw new Error('a scenario needs a line `-- $ specward ... --`')
}

async function play(scenario: Scenario): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), 'specward-'))
  try {
    const cwd = join(top, 'project')
    await mkdir(join(cwd, '.git'), { recursive: true })
    for (const [name, bytes] of scenario.files) {
      const path = join(cwd, name)
      await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true })
      if (!name.endsWith('/')) await writeFile(path, bytes)
    }
    const { code, out, err } = await runIn(cwd, scenario.args, scenario.stdin)
    return `${out}${err === '' ? '' : `-- stderr --\n${err}`}-- exit ${code} --\n`
  } finally {
    await rm(top, { recursive: true, force: true })
  }
}

const update = process.env.SPECWARD_UPDATE !== undefined

describe('scenarios', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.scenario'))) {
    it(name.replace('.scenario', '').replaceAll('-', ' '), async () => {
      const path = join(folder, name)
      const scenario = parse(await readFile(path, 'utf8'))
      const actual = await play(scenario)
      if (update) await writeFile(path, scenario.head + actual)
      else expect(actual).toBe(scenario.expected)
    })
  }
})

describe('the README', () => {
  const path = join(root, 'README.md')

  it.each(['examples/before.yaml', 'examples/after.yaml'])('shows what is printed about %s', async (file) => {
    const readme = await readFile(path, 'utf8')
    const [before = '', rest = ''] = readme.split(
      `<!-- what \`specward lint ${file}\` prints; kept up to date by a test -->\n`,
    )
    const shown = /^```text\n([\s\S]*?)```\n/.exec(rest)
    const { out } = await runIn(root, ['lint', file])
    if (update) {
      const mark = readme.slice(before.length, readme.length - rest.length)
      await writeFile(path, `${before}${mark}\`\`\`text\n${out}\`\`\`\n${rest.slice(shown?.[0].length)}`)
    } else expect(shown?.[1]).toBe(out)
  })

  it('quotes the description that it judges', async () => {
    const [quoted = ''] = codeBlocks(await readFile(path, 'utf8'), 'yaml')
    const text = await readFile(join(root, 'examples/before.yaml'), 'utf8')
    let at = 0
    for (const piece of quoted.split('…\n')) {
      const found = text.indexOf(piece, at)
      expect(found, piece).toBeGreaterThanOrEqual(at)
      at = found + piece.length
    }
  })

  it('shows a configuration that Specward accepts', async () => {
    const config = codeBlocks(await readFile(path, 'utf8'), 'yaml').find((block) =>
      block.startsWith('# specward.yaml'),
    )
    const top = await mkdtemp(join(tmpdir(), 'specward-readme-'))
    await mkdir(join(top, '.git'))
    await writeFile(join(top, 'specward.yaml'), config ?? '')
    await writeFile(join(top, 'openapi.yaml'), await readFile(join(root, 'examples/after.yaml')))
    const { code, err } = await runIn(top, ['lint', 'openapi.yaml'])
    await rm(top, { recursive: true })
    expect([code, err]).toEqual([0, ''])
  })
})

function codeBlocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code]) => code ?? '',
  )
}
