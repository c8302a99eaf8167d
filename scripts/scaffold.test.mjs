import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkExamples } from '@specward/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root, runNode } from './lib/build.mjs'
import { CATEGORIES, listRules, registryFile } from './lib/generate.mjs'
import { NameError, scaffold } from './lib/scaffold.mjs'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specward-scaffold-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a new rule', () => {
  it('compiles under the settings of the rules, and so does the registry that lists it', async () => {
    await scaffold('authentication/no-example', folder)
    await compile()
  })

  it('passes its own examples', async () => {
    await scaffold('limits/require-example', folder)
    await compile()
    const compiled = join(folder, 'out/limits/require-example.js')
    const { default: rule } = await import(/* @vite-ignore */ pathToFileURL(compiled).href)
    const checks = await checkExamples(rule)
    expect(checks.map(({ kind, faults }) => [kind, faults])).toEqual([
      ['bad', []],
      ['good', []],
    ])
  })

  it('is formatted', async () => {
    await scaffold('authentication/no-example', folder)
    await writeFile(join(folder, 'biome.json'), await readFile(join(root, 'biome.json')))
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
    const { code, output } = await runNode(
      [biome, 'format', '--vcs-enabled=false', join(folder, 'authentication')],
      folder,
    )
    expect(output).toContain('Checked 1 file')
    expect([code, output]).toEqual([0, expect.anything()])
  })

  it('goes into the folder of any category', async () => {
    for (const category of CATEGORIES) await scaffold(`${category}/no-example-of-${category}`, folder)
    const listed = await listRules(folder)
    expect(listed.map(({ category }) => category)).toEqual([...CATEGORIES].sort())
  })

  it.each([
    [undefined, 'Give the category and the id'],
    ['no-example', 'Give the category and the id'],
    ['authentication/no-example/x', 'Give the category and the id'],
    ['identity/no-example', 'There is no category `identity`'],
    ['../authentication/no-example', 'Give the category and the id'],
    ['authentication/example', '`example` is no name for a rule'],
    ['authentication/no-', '`no-` is no name for a rule'],
    ['authentication/no-Example', '`no-Example` is no name for a rule'],
    ['authentication/no--example', '`no--example` is no name for a rule'],
    ['authentication/no-example.ts', '`no-example.ts` is no name for a rule'],
    ['authentication/none-example', '`none-example` is no name for a rule'],
  ])('is refused when it is called %s', async (name, message) => {
    await expect(scaffold(name, folder)).rejects.toThrow(message)
    await expect(scaffold(name, folder)).rejects.toBeInstanceOf(NameError)
    expect(await listRules(folder)).toEqual([])
  })

  it('does not overwrite one of the same name, in whatever category that is', async () => {
    const path = await scaffold('authentication/no-example', folder)
    await writeFile(path, 'mine')
    await expect(scaffold('authentication/no-example', folder)).rejects.toThrow('exists already')
    await expect(scaffold('limits/no-example', folder)).rejects.toThrow(
      'authentication/no-example.ts exists already',
    )
    expect(await readFile(path, 'utf8')).toBe('mine')
  })
})

/** Compiles the folder like the rules of the repository, against core as it was built. */
async function compile() {
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'registry.ts'), registryFile(await listRules(folder)))
  const compilerOptions = {
    composite: false,
    customConditions: [],
    outDir: 'out',
    rootDir: '.',
    noUnusedLocals: true,
  }
  const settings = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*/*.ts', '*.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  await mkdir(join(folder, 'out'))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  expect(await runNode([tsc, '--project', folder], folder)).toEqual({ code: 0, output: '' })
}
