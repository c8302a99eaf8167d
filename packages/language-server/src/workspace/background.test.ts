import type { Host } from '@specward/core'
import { afterEach, describe, expect, it } from 'vitest'
import { Client } from '../client.test-kit.ts'
import { diskOf } from '../disk.test-kit.ts'
import { ONE_RULE, OPEN_DELETE, PATH_ITEM, READ_ITEM, READ_ONLY, referring } from '../fixtures.test-kit.ts'
import type { ServerOptions } from '../options.ts'
import { Background } from './background.ts'
import { Workspace } from './workspace.ts'

const FOLDER = 'file:///apis/'
const [API, OTHER, PART] = ['api.yaml', 'other.yaml', 'part.yaml'].map((name) => FOLDER + name)

/** A gate that holds back whoever reads a file while it is shut. */
class Gate {
  readonly uri: string
  #isShut = false
  #open: () => void = () => {}
  #opened: Promise<void> = Promise.resolve()
  #arrive: () => void = () => {}

  constructor(uri: string) {
    this.uri = uri
  }

  /** Shuts it; resolves when somebody stands before it. */
  shut(): Promise<void> {
    this.#isShut = true
    this.#opened = new Promise((done) => {
      this.#open = done
    })
    return new Promise((done) => {
      this.#arrive = done
    })
  }

  open(): void {
    this.#isShut = false
    this.#open()
  }

  async pass(uri: string): Promise<void> {
    if (!this.#isShut || uri !== this.uri) return
    this.#arrive()
    await this.#opened
  }
}

function setUp(more: Partial<ServerOptions> = {}) {
  const disk = new Map([
    [`${FOLDER}.git`, ''],
    [`${FOLDER}specward.yaml`, ONE_RULE],
    [API ?? '', READ_ONLY],
    [OTHER ?? '', READ_ONLY],
    [PART ?? '', READ_ITEM],
  ])
  const gate = new Gate(API ?? '')
  const plain = diskOf(disk, [])
  const read: Host['read'] = async (uri) => {
    await gate.pass(uri)
    return plain.read(uri)
  }
  const options: ServerOptions = {
    host: { ...plain, read },
    version: '0.0.0',
    workingDirectory: FOLDER,
    descriptions: async () => [API ?? '', OTHER ?? ''],
    ...more,
  }
  const workspace = new Workspace(options, { onBegin: () => {}, onEnd: () => {}, onIdle: () => {} })
  workspace.folders = [FOLDER]
  const whenDone: (() => void)[] = []
  const background = new Background(workspace, () => {
    for (const tell of whenDone.splice(0)) tell()
  })
  const done = (): Promise<void> => new Promise((tell) => whenDone.push(tell))
  const shown = (uri = ''): number => workspace.board.of(uri).items.length
  return { disk, gate, workspace, background, done, shown }
}

describe('what nobody asks for', () => {
  it('is judged, also when it changes while an open file is looked up', async () => {
    const { disk, gate, workspace, background, done, shown } = setUp()
    await Promise.all([done(), background.list()])
    const isLookedUp = gate.shut()
    workspace.open({ uri: PART ?? '', languageId: 'yaml', version: 1, text: READ_ITEM })
    background.kick()
    await isLookedUp
    disk.set(OTHER ?? '', OPEN_DELETE)
    workspace.changed([OTHER ?? ''])
    background.kick()
    // the kick comes while the work is under way
    await new Promise((tell) => setTimeout(tell, 10))
    const isDone = done()
    gate.open()
    await isDone
    expect(shown(OTHER)).toBe(1)
  }, 10_000)

  it('is judged, also when a folder cannot be searched for policies', async () => {
    const { disk, background, done, shown } = setUp({
      policyFiles: async () => {
        throw new Error('no such folder')
      },
    })
    disk.set(OTHER ?? '', OPEN_DELETE)
    await Promise.all([done(), background.list()])
    expect(shown(OTHER)).toBe(1)
  }, 10_000)
})

describe('the descriptions of a workspace', () => {
  let client: Client

  afterEach(() => client.stop())

  it('are all judged when they are found while an open part of one is looked up', async () => {
    let find = (_: readonly string[]): void => undefined
    const found = new Promise<readonly string[]>((done) => {
      find = done
    })
    const names = ['api.yaml', 'other.yaml', 'third.yaml']
    client = await new Client({
      files: {
        'specward.yaml': ONE_RULE,
        'api.yaml': referring('item.yaml'),
        'item.yaml': PATH_ITEM,
        'other.yaml': OPEN_DELETE,
        'third.yaml': OPEN_DELETE,
      },
      options: { descriptions: () => found },
    }).start()
    const pull = client.workspacePull()
    await client.open('item.yaml')
    await client.until(() => client.told.some(({ params }) => JSON.stringify(params).includes('"ready"')))
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
    find(names.map((name) => FOLDER + name))
    await pull.until(({ reports }) =>
      ['other.yaml', 'third.yaml'].every((name) => reports.has(FOLDER + name)),
    )
    expect(pull.of(`${FOLDER}third.yaml`)).toHaveLength(1)
  })
})
