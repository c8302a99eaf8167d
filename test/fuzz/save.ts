import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from './crew.ts'
import type { Content } from './judge.ts'
import { type Fault, type Subject, textOf } from './property.ts'
import { type Budget, shrink } from './shrink.ts'

/** So many smaller documents are tried of each fault. */
const TRIES = 600

/** Milliseconds after which no smaller one is looked for. */
const PATIENCE = 90_000

/** Makes what shows a fault as small as it gets. */
export async function smallest(
  worker: Worker,
  property: string,
  subject: Subject,
  { signature }: Fault,
): Promise<Content> {
  // what takes a minute each time is tried a few times only
  const budget: Budget = { left: signature.startsWith('hang') ? 25 : TRIES }
  const end = Date.now() + PATIENCE
  const fails = async (content: Content): Promise<boolean> => {
    if (Date.now() > end) budget.left = 0
    const outcome = await worker.ask({ kind: 'check', property, subject: { ...subject, content } })
    return outcome?.fault?.signature === signature
  }
  const text = textOf(subject.content)
  const isText = typeof subject.content === 'string' || (await fails(text))
  const language = subject.name.endsWith('.json') ? 'json' : 'yaml'
  if (isText) return shrink(text, language, fails, budget)
  const latin = await shrink(
    Buffer.from(subject.content).toString('latin1'),
    language,
    (each) => fails(Buffer.from(each, 'latin1')),
    budget,
  )
  return Buffer.from(latin, 'latin1')
}

/**
 * Keeps a document for the tests to replay.
 * @returns the path of the file
 */
export function save(folder: string, property: string, name: string, content: Content): string {
  mkdirSync(folder, { recursive: true })
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const path = join(folder, `${property}-${digest}${name.slice(name.lastIndexOf('.'))}`)
  writeFileSync(path, content)
  return path
}
