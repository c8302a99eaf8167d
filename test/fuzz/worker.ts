import { Cases } from './case.ts'
import { readSources, type Source } from './documents.ts'
import type { Reply, Request } from './messages.ts'
import { propertyNamed } from './properties/index.ts'
import { type Fault, fault, type Property, type Subject } from './property.ts'

/** What a property says of a subject; an exception is a fault as well. */
async function check(property: Property, subject: Subject): Promise<Fault | undefined> {
  try {
    return await property.check(subject)
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return fault('exception', words)
  }
}

let cases: Promise<(seed: number, only: string | undefined) => Cases> | undefined

function casesOf(paths: readonly string[]): Promise<(seed: number, only: string | undefined) => Cases> {
  cases ??= readSources(paths, process.cwd()).then((sources: readonly Source[]) => {
    let made: { readonly key: string; readonly cases: Cases } | undefined
    return (seed, only) => {
      const key = `${seed} ${only}`
      if (made?.key !== key) made = { key, cases: new Cases(sources, seed, only) }
      return made.cases
    }
  })
  return cases
}

async function answer(request: Request): Promise<Reply> {
  if (request.kind === 'check') {
    const { id, property, subject } = request
    return { id, property, subject, source: '', fault: await check(propertyNamed(property), subject) }
  }
  const { id, paths, seed, index, only } = request
  const { property, subject, source } = (await casesOf(paths))(seed, only).at(index)
  // told before it is tried, for it may never end
  process.send?.({ id, property: property.name, subject, source, isBegun: true })
  return { id, property: property.name, subject, source, fault: await check(property, subject) }
}

// whoever interrupts the run wants what is under way to be kept
process.on('SIGINT', () => undefined)

process.on('message', (request: Request) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error) => {
      console.error(error)
      process.exitCode = 1
      process.disconnect()
    },
  )
})
