import { describe, expect, it, onTestFinished } from 'vitest'
import { CancellationToken, LSPErrorCodes } from 'vscode-languageserver'
import { unlessCancelled } from './cancel.ts'

describe('work that nobody waits for any longer', () => {
  it('may fail', async () => {
    const unhandled: unknown[] = []
    const listener = (reason: unknown): unknown => unhandled.push(reason)
    process.on('unhandledRejection', listener)
    onTestFinished(() => void process.off('unhandledRejection', listener))
    const work = Promise.reject(new Error('failed'))
    await expect(unlessCancelled(work, CancellationToken.Cancelled)).rejects.toMatchObject({
      code: LSPErrorCodes.RequestCancelled,
    })
    await new Promise((done) => setTimeout(done, 5))
    expect(unhandled).toEqual([])
  })
})
