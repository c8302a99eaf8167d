import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyTextEdits } from '../source/edit.ts'
import type { TextEdit } from '../source/types.ts'
import { unifiedDiff } from './diff.ts'

const LINES = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('')

function edit(text: string, from: string, to: string): TextEdit {
  const start = text.indexOf(from)
  return { span: { start, end: start + from.length }, text: to }
}

function diff(before: string, edits: readonly TextEdit[], name = 'api.yaml'): string {
  return unifiedDiff({ name, before, edits, text: applyTextEdits(before, edits) }).text
}

describe('a unified diff', () => {
  it('shows three lines around each change, and joins those that are near', () => {
    const edits = [
      edit(LINES, 'line 2\n', ''),
      edit(LINES, 'line 8', 'LINE 8'),
      edit(LINES, 'line 18\n', 'line 18\nnew\n'),
    ]
    expect(diff(LINES, edits)).toBe(`--- a/api.yaml
+++ b/api.yaml
@@ -1,11 +1,10 @@
 line 1
-line 2
 line 3
 line 4
 line 5
 line 6
 line 7
-line 8
+LINE 8
 line 9
 line 10
 line 11
@@ -16,5 +15,6 @@
 line 16
 line 17
 line 18
+new
 line 19
 line 20
`)
  })

  it('marks a last line without line break, on either side', () => {
    expect(diff('a\nb', [edit('a\nb', 'b', 'c')])).toContain(
      '-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n',
    )
    expect(diff('a\nb', [{ span: { start: 3, end: 3 }, text: '\nc\n' }])).toBe(
      '--- a/api.yaml\n+++ b/api.yaml\n@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n',
    )
  })

  it('is empty where nothing changes', () => {
    expect(diff('a\n', [])).toBe('')
    expect(diff('a\n', [edit('a\n', 'a', 'a')])).toBe('')
  })

  it('writes names as git does', () => {
    const head = (name: string) => diff('a\n', [edit('a\n', 'a', 'b')], name).split('\n')[0]
    expect(head('my api.yaml')).toBe('--- a/my api.yaml\t')
    expect(head('a"b\n.yaml')).toBe('--- "a/a\\"b\\012.yaml"')
  })

  it('shows what may not be shown overwritten, and says so', () => {
    const before = 'key: secret\nurl: http\n'
    const edits = [edit(before, 'http', 'https')]
    const file = { name: 'a.yaml', before, edits, text: applyTextEdits(before, edits) }
    const made = unifiedDiff(file, { before: 'key: ******\nurl: http\n', text: 'key: ******\nurl: https\n' })
    expect(made.isRedacted).toBe(true)
    expect(made.text).toContain(' key: ******\n-url: http\n+url: https\n')
    expect(made.text).not.toContain('secret')
    expect(unifiedDiff(file).isRedacted).toBe(false)
  })

  it('leads from the old text to the new one', () => {
    const line = fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n')
    const texts = fc.array(line, { maxLength: 30 }).map((lines) => lines.join(''))
    const recipe = fc.array(
      fc.tuple(fc.nat(12), fc.nat(5), fc.constantFrom('', 'x', 'b\n', '\ny', 'a\nb\n')),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(texts, fc.constantFrom('', 'end'), recipe, (start, end, numbers) => {
        const before = start + end
        const edits: TextEdit[] = []
        let at = 0
        for (const [gap, size, text] of numbers) {
          const from = at + gap
          if (from + size > before.length) break
          edits.push({ span: { start: from, end: from + size }, text })
          at = from + size + 1
        }
        expect(patched(before, diff(before, edits))).toBe(applyTextEdits(before, edits))
      }),
      { seed: 8, numRuns: 500 },
    )
  })
})

/** Applies a unified diff, strictly: every line that it shows has to be there. */
function patched(text: string, patch: string): string {
  const old = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const result: string[] = []
  let at = 0
  const lines = patch.match(/[^\n]*\n/g)?.slice(2) ?? []
  for (const [index, line] of lines.entries()) {
    const head = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@/.exec(line)
    if (head) {
      const start = Number(head[1]) - (head[2] === '0' ? 0 : 1)
      result.push(...old.slice(at, start))
      at = start
      const newStart = Number(head[3]) - (head[4] === '0' ? 0 : 1)
      expect(result.length).toBe(newStart)
    } else if (!line.startsWith('\\')) {
      const isOpen = lines[index + 1]?.startsWith('\\') === true
      const content = isOpen ? line.slice(1, -1) : line.slice(1)
      if (line[0] !== '+') expect(old[at]).toBe(content)
      if (line[0] !== '+') at += 1
      if (line[0] !== '-') result.push(content)
    }
  }
  return [...result, ...old.slice(at)].join('')
}
