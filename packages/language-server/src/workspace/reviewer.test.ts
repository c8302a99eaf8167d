import { expect, it } from 'vitest'
import { Board } from '../diagnostics/board.ts'
import { diskOf } from '../disk.test-kit.ts'
import { OPEN_DELETE } from '../fixtures.test-kit.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { Buffers } from './buffers.ts'
import type { Judged } from './judge.ts'
import { Reviewer } from './reviewer.ts'
import { Subject } from './subject.ts'

const URI = 'file:///apis/api.yaml'

/** Fails the first time that it is to take something over. */
class BrokenBoard extends Board {
  #isBroken = true

  override place(...given: Parameters<Board['place']>): void {
    if (this.#isBroken) {
      this.#isBroken = false
      throw new Error('It broke.')
    }
    super.place(...given)
  }
}

it('tells of a failure of its own while it takes over what was found, and goes on', async () => {
  const host = diskOf(new Map([[URI, OPEN_DELETE]]), [])
  const ended: Judged[] = []
  const board = new BrokenBoard(
    () => undefined,
    (text) => host.sha256(text),
  )
  const reviewer = new Reviewer({
    options: { host, version: '0', workingDirectory: 'file:///apis/' },
    host,
    buffers: new Buffers(),
    board,
    isTrusted: false,
    settings: () => DEFAULT_SETTINGS,
    folderOf: () => 'file:///apis/',
    descriptions: () => undefined,
    onBegin: () => undefined,
    onEnd: (_, judged) => ended.push(judged),
    onIdle: () => undefined,
  })
  const subject = new Subject(URI)
  subject.isListed = true
  await reviewer.bring(subject, true)
  expect(ended).toEqual([expect.objectContaining({ failure: 'It broke.' })])
  expect(board.of(subject.key).items).toEqual([
    expect.objectContaining({ message: expect.stringContaining('It broke.') }),
  ])
  reviewer.spoil(subject)
  await reviewer.bring(subject, true)
  expect(board.of(subject.key).items.map(({ code }) => code)).toContain('no-anonymous-write')
})
