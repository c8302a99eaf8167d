import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runIn } from './run-in.ts'
import { layOut, parseScenario, type Scenario } from './scenario.ts'

// SPECWARD_UPDATE=1 writes down what is printed.

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'test/scenarios')

async function play(scenario: Scenario): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), 'specward-'))
  try {
    const cwd = join(top, 'project')
    await layOut(scenario, cwd)
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
      const scenario = parseScenario(await readFile(path, 'utf8'))
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
