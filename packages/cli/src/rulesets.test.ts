import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Io, nodeIo } from './io.ts'
import { rulesetNames } from './rulesets.ts'
import { UsageError } from './usage.ts'

let cwd = ''

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'specward-rulesets-'))
  await mkdir(join(cwd, 'rules'))
  await writeFile(join(cwd, 'house rules.yaml'), 'rules: {}\n')
})

afterEach(() => rm(cwd, { recursive: true, force: true }))

function io(): Io {
  return { ...nodeIo(), cwd }
}

describe('a value of --ruleset', () => {
  it('is a file, as a URI', async () => {
    const uri = pathToFileURL(join(cwd, 'house rules.yaml')).href
    expect(await rulesetNames(['house rules.yaml', './house rules.yaml'], io())).toEqual([uri, uri])
  })

  it.each(['spectral:oas', 'spectral:oasis', 'https://acme.example/rules.yaml', '@acme/rules', 'acme-rules'])(
    'is %s, as it is',
    async (value) => {
      expect(await rulesetNames([value], io())).toEqual([value])
    },
  )

  it('is absent where nobody gives it', async () => {
    expect(await rulesetNames(undefined, io())).toBeUndefined()
  })

  it.each([
    ['missing.yaml', 'there is no such file'],
    ['rules', 'is a folder'],
    ['https://', 'is not a URL'],
  ])('cannot be %s', async (value, message) => {
    const failure = await rulesetNames([value], io()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure).toHaveProperty('message', expect.stringContaining(message))
  })
})
