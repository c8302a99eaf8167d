import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { type Files, project, put } from '../project.ts'
import { type Editor, startEditor } from './editor.ts'
import { closeBrowser, Workbench } from './workbench.ts'

export interface Opened {
  /** What is on the screen. */
  readonly bench: Workbench
  /** The folder that it shows. */
  readonly folder: string
  /** Text of a file as the disk has it. */
  read(path: string): Promise<string>
  /** Writes files behind the back of the editor. */
  write(files: Files): Promise<void>
}

export interface EditorOfTests {
  readonly editor: Editor
  /** Opens a new folder with these files in a new window. */
  open(files: Files): Promise<Opened>
}

/**
 * One editor for all tests of a file, each of which opens windows of its own. What a window looks like when a test
 * fails is kept as a picture.
 */
export function editorOfTests(settings: Readonly<Record<string, unknown>> = {}): EditorOfTests {
  let editor: Editor | undefined
  const windows: Workbench[] = []

  const running = () => {
    if (!editor) throw new Error('The editor has not been started.')
    return editor
  }
  beforeAll(async () => {
    editor = await startEditor({ extensions: inject('extensions'), settings })
  })
  afterEach(async ({ task }) => {
    for (const window of windows.splice(0)) {
      if (task.result?.state === 'fail') await window.picture(`failed ${task.name}`)
      await window.close()
    }
  })
  afterAll(async () => {
    await closeBrowser()
    await editor?.close()
  })
  return {
    get editor() {
      return running()
    },
    async open(files) {
      const folder = await project(files)
      const bench = await Workbench.open(running().url, folder)
      windows.push(bench)
      const read = (path: string) => readFile(join(folder, path), 'utf8')
      return { bench, folder, read, write: (files) => put(folder, files) }
    },
  }
}
