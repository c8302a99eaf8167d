import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Conversation } from './conversation.ts'

// A conversation is a text: a title, and what an editor and the server say in turn, over the files in `shop`.
//
//   -- greeting VS Code --                   the editor of `editors.ts` that begins, with more parameters
//   -- >> textDocument/didOpen --            a notification of the editor
//   -- > textDocument/hover --               a request of the editor
//   -- answer --                             what the last request is answered with
//   -- pushed openapi.yaml --                the diagnostics that the server pushes in the end
//   -- parts token --                        what it reports in parts
//   -- asked workspace/diagnostic/refresh -- what it asks of the editor
//   -- disk specward.yaml --                 a file that is written by somebody else
//
// `project:/` stands for the folder, `0:1-0:5` for a range, `<text openapi.yaml>` for the text of a file, `<id 1>` for a
// result id, `<found rule>` for diagnostics and `<item 0>` for an item of the last answer. SPECWARD_UPDATE=1 writes down
// what the server says.

const folder = fileURLToPath(new URL('conversations/', import.meta.url))
const updates = process.env.SPECWARD_UPDATE !== undefined

describe('conversations', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.conversation'))) {
    it(name.replace('.conversation', '').replaceAll('-', ' '), async () => {
      const path = join(folder, name)
      const text = await readFile(path, 'utf8')
      const said = await new Conversation(updates).replay(text)
      if (updates) await writeFile(path, said)
      else expect(said).toBe(text)
    })
  }
})
