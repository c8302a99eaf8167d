import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { nodeIo } from '../io.ts'
import { createAnswers } from './answer.ts'
import type { JudgeSetup } from './setup.ts'

const cwd = '/project'
const workingDirectory = `${pathToFileURL(cwd).href}/`

const setup: JudgeSetup = {
  host: { cwd },
  request: {
    version: '0',
    workingDirectory,
    config: undefined,
    presets: undefined,
    failOn: undefined,
    today: undefined,
    timing: undefined,
    changed: undefined,
    rulesets: undefined,
    allowScripts: undefined,
    acceptsNothing: undefined,
  },
  assesses: false,
  readsAnswers: false,
  base: '1234567',
}

it('a commit that git does not open in a thread is left to the process, which tells why', async () => {
  const asked: string[] = []
  const io = {
    ...nodeIo(),
    git: async ([command = '']: readonly string[]) => {
      asked.push(command)
      return { code: 128, bytes: new Uint8Array(), error: 'fatal: not enough memory\n' }
    },
  }
  const answer = await createAnswers(setup, io)
  const document = { uri: `${workingDirectory}api.yaml`, named: true }
  const version = { files: 'base', policy: 'base' } as const
  expect(await answer({ document, version })).toEqual({ record: undefined })
  expect(asked).toEqual(['rev-parse'])
})
