import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from 'vscode-languageserver'
import { Client } from '../client.test-kit.ts'
import {
  ONE_RULE,
  OPEN_DELETE,
  PATH_ITEM,
  QUIET,
  READ_ITEM,
  READ_ONLY,
  referring,
} from '../fixtures.test-kit.ts'

const WAIVER =
  'waivers:\n  - { rule: no-anonymous-write, operation: DELETE /orders, reason: Known, owner: Jane, expires: 2027-12-31 }\n'

/**
 * What may stand in each file. None of it is broken, and no configuration lacks what it extends: while something is
 * wrong that somebody writes, an editor shows more than is there.
 */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'specward.yaml': [ONE_RULE, QUIET, 'extends: [./base.yaml]\n'],
  'base.yaml': [ONE_RULE, QUIET],
  'specward.waivers.yaml': [WAIVER, 'waivers: []\n'],
  'a.yaml': [OPEN_DELETE, READ_ONLY, referring('item.yaml', 'sub/b.yaml#/paths/~1orders'), 'services: {}\n'],
  'sub/b.yaml': [OPEN_DELETE, referring('../item.yaml'), READ_ONLY],
  'sub/specward.yaml': [QUIET, ONE_RULE],
  'item.yaml': [PATH_ITEM, READ_ITEM, `# below\n${PATH_ITEM}`, "$ref: 'other.yaml'\n"],
  'other.yaml': [PATH_ITEM, READ_ITEM],
}
const NAMES = Object.keys(TEXTS)

type Step = {
  readonly kind: 'write' | 'remove' | 'open' | 'change' | 'close'
  readonly name: string
  readonly text: string
}

const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.constantFrom('write', 'write', 'remove', 'open', 'open', 'change', 'change', 'close'),
    fc.constantFrom(...NAMES),
    fc.nat(),
  )
  .map(([kind, name, nth]) => {
    const texts = TEXTS[name] ?? []
    return { kind: kind as Step['kind'], name, text: texts[nth % texts.length] ?? '' }
  })

/** Takes a step as far as it makes sense. */
async function take(client: Client, open: Map<string, string>, { kind, name, text }: Step): Promise<void> {
  const isOpen = open.has(name)
  if (kind === 'write') await client.write(name, text)
  else if (kind === 'remove' && name !== 'base.yaml' && client.disk.has(client.uri(name)))
    await client.remove(name)
  else if (kind === 'open' && !isOpen) {
    const shown = client.disk.get(client.uri(name)) ?? text
    open.set(name, shown)
    await client.open(name, shown)
  } else if (kind === 'change' && isOpen) {
    open.set(name, text)
    await client.change(name, text)
  } else if (kind === 'close' && isOpen) {
    open.delete(name)
    await client.close(name)
  }
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((each) => JSON.stringify(each)).sort()
}

describe('after any steps in the editor and on the disk', () => {
  it('what is shown is what a new server shows', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const files = {
        'specward.yaml': ONE_RULE,
        'base.yaml': QUIET,
        'a.yaml': referring('item.yaml'),
        'sub/b.yaml': OPEN_DELETE,
        'item.yaml': PATH_ITEM,
      }
      const client = await new Client({ files }).start()
      const pull = client.workspacePull()
      const open = new Map<string, string>()
      for (const [index, each] of steps.entries()) {
        await take(client, open, each)
        if (index % 2 === 1) continue
        for (const name of open.keys()) await client.pull(name)
      }
      const fresh = new Client()
      for (const [uri, text] of client.disk) fresh.disk.set(uri, text)
      await fresh.start()
      const again = fresh.workspacePull()
      for (const [name, text] of open) await fresh.open(name, text)
      for (const name of open.keys()) {
        await eventually(async () => {
          const [shown, right] = [await client.diagnostics(name), await fresh.diagnostics(name)]
          expect([name, inOrder(shown)]).toEqual([name, inOrder(right)])
        })
      }
      const closed = NAMES.filter((name) => !open.has(name)).map((name) => client.uri(name))
      for (const uri of closed) {
        await eventually(() =>
          expect([uri, inOrder(pull.of(uri) ?? [])]).toEqual([uri, inOrder(again.of(uri) ?? [])]),
        )
      }
      pull.cancel()
      again.cancel()
      await Promise.all([client.stop(), fresh.stop()])
    })
    await fc.assert(property, { seed: 8, numRuns: 25 })
  })
})

/** Waits until both servers have judged what nobody asked for; an expectation that is never met fails. */
async function eventually(check: () => Promise<void> | void): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await check()
      return
    } catch {
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  await check()
}
