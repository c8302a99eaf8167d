import { rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { API, fresh, lint, told, WITHOUT_SECURITY } from './base-run.ts'
import { put, temporaryFolder } from './project.ts'
import { git, repository } from './repository.ts'
import { type Printed, runIn, words } from './run-in.ts'

describe('a base that cannot be used', () => {
  async function refused(folder: string, line: string): Promise<Printed> {
    const printed = await runIn(folder, ['lint', 'openapi.yaml', ...words(line)])
    expect(printed.code).toBe(2)
    return printed
  }

  it.each([
    ['--base mian', 'git knows no such commit'],
    ['--base=--upload-pack=x', 'git knows no such commit'],
    ['--base missing.json', 'there is no such file'],
  ])('`%s` ends the run with advice', async (line, words_) => {
    const folder = await repository({ 'openapi.yaml': API })
    expect((await refused(folder, line)).err).toContain(words_)
  })

  it('is one of two', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    const { err } = await refused(folder, '--base main --base HEAD')
    expect(err).toBe(
      'error: `--base` is given twice, as `main` and as `HEAD`: a run is compared with one alone.\n',
    )
  })

  it('is a branch that only the remote has: its full name is proposed', async () => {
    const origin = await repository({ 'openapi.yaml': API })
    const folder = join(await repository({}, {}).catch(() => origin), 'clone')
    git(origin, `clone -q ${origin} ${folder}`)
    expect((await refused(folder, '--base main')).err).toContain('Did you mean `--base origin/main`?')
    expect((await runIn(folder, words('lint openapi.yaml --base origin/main'))).code).toBe(0)
  })

  it('is a branch, whatever tag has the same name', async () => {
    const folder = await repository({ 'openapi.yaml': API }, { 'openapi.yaml': WITHOUT_SECURITY })
    git(folder, "commit -q -a -m 'two'")
    git(folder, 'tag main')
    for (const name of ['main', 'heads/main', 'refs/heads/main', 'HEAD~1']) {
      expect([name, fresh(await lint(folder, `openapi.yaml --base ${name}`)).length]).toEqual([name, 3])
    }
    expect(fresh(await lint(folder, 'openapi.yaml --base tags/main'))).toEqual([])
  })

  it('is in no repository', async () => {
    const folder = await temporaryFolder('specward-base-')
    await put(folder, { 'openapi.yaml': API })
    expect((await refused(folder, '--base main')).err).toContain(
      'not in the working tree of a git repository',
    )
  })

  it('is beyond the end of a shallow clone', async () => {
    const origin = await repository({ 'openapi.yaml': API })
    const old = git(origin, 'rev-parse HEAD').trim()
    await put(origin, { 'openapi.yaml': WITHOUT_SECURITY })
    git(origin, "commit -q -a -m 'two'")
    const folder = join(origin, 'clone')
    git(origin, `clone -q --depth 1 file://${origin} ${folder}`)
    expect((await refused(folder, `--base ${old}`)).err).toContain('fetch-depth: 0')
  })

  it('has no commit in common', async () => {
    const folder = await repository({ 'openapi.yaml': API })
    git(folder, 'checkout -q --orphan other')
    git(folder, "commit -q -m 'other'")
    expect((await refused(folder, '--base main')).err).toContain('no commit in common')
  })
})

describe('what git holds', () => {
  it('may be links, which are followed inside of the repository', async () => {
    const folder = await repository({ 'real/orders.yaml': API })
    await symlink('real', join(folder, 'linked'))
    await symlink('real/orders.yaml', join(folder, 'openapi.yaml'))
    git(folder, 'add -A')
    git(folder, "commit -q -m 'links'")
    git(folder, 'branch -f main')
    expect(told(fresh(await lint(folder, 'openapi.yaml linked/orders.yaml --base main')))).toEqual([])
  })

  it('is no content of submodules: what is there counts as new, and that is said', async () => {
    const part = await repository({ 'openapi.yaml': API })
    const folder = await repository({ 'readme.md': 'x' })
    git(folder, `submodule -q add ${part} part`)
    git(folder, "commit -q -m 'part'")
    git(folder, 'branch -f main')
    await rename(join(folder, 'part/.git'), join(folder, 'kept'))
    const report = await lint(folder, 'part/openapi.yaml --base main')
    expect(fresh(report).length).toBeGreaterThan(0)
    expect(report.notices).toMatchObject([{ code: 'base-incomplete', file: 'part/openapi.yaml' }])
    expect(report.notices[0]?.message).toContain('submodule `part`')
  })

  it('is compared from below the top as well, with names from there', async () => {
    const folder = await repository({ 'apis/openapi.yaml': API }, { 'apis/openapi.yaml': WITHOUT_SECURITY })
    const report = await lint(join(folder, 'apis'))
    expect(fresh(report)[0]?.change).toMatchObject({ kind: 'removed', file: 'openapi.yaml' })
  })
})
