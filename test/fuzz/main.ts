import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Outcome, Worker } from './crew.ts'
import { PROPERTIES, propertyNamed } from './properties/index.ts'
import { textOf } from './property.ts'
import { save, smallest } from './save.ts'

const USAGE = `npm run fuzz -- --minutes N [options] [file or folder of descriptions]...
  --minutes N       how long to go on (1)
  --cases N         how many cases at most
  --seed S          which cases (a number from the clock)
  --case I          one case alone: prints what is tried and what comes of it
  --from I          the first case (0)
  --property NAME   one property alone: ${PROPERTIES.map(({ name }) => name).join(', ')}
  --jobs J          processes side by side (1)
  --limit SECONDS   how long a case may take (60)
  --found FOLDER    where what was found is kept (test/fuzz/found)
Descriptions are by default those of ../shared/corpus, where that is there, and our own.
Exit code: 0 when nothing was found, 1 when something was, 2 when the command is wrong.`

const OPTIONS = {
  minutes: { type: 'string', default: '1' },
  cases: { type: 'string', default: 'Infinity' },
  seed: { type: 'string' },
  case: { type: 'string' },
  from: { type: 'string', default: '0' },
  property: { type: 'string' },
  jobs: { type: 'string', default: '1' },
  limit: { type: 'string', default: '60' },
  found: { type: 'string', default: 'test/fuzz/found' },
  help: { type: 'boolean', default: false },
} as const

const SCRIPT = fileURLToPath(new URL('./worker.js', import.meta.url))

interface Settings {
  readonly paths: readonly string[]
  readonly seed: number
  readonly only: string | undefined
  readonly from: number
  readonly cases: number
  readonly end: number
  readonly found: string
}

/** A run: its cases are dealt to the workers in turn, and each new fault is made small and kept. */
class Run {
  readonly #settings: Settings
  readonly #counts = new Map<string, number>()
  readonly #faults = new Map<string, number>()
  #next: number
  #tried = 0
  #isOver = false

  constructor(settings: Settings) {
    this.#settings = settings
    this.#next = settings.from
  }

  async work(worker: Worker): Promise<void> {
    const { paths, seed, only, from, cases, end } = this.#settings
    while (!this.#isOver && Date.now() < end && this.#next < from + cases) {
      const index = this.#next++
      const outcome = await worker.ask({ kind: 'case', paths, seed, index, only })
      if (!outcome) throw new Error(`The worker has ended before it has made case ${index}.`)
      this.#tried += 1
      this.#counts.set(outcome.property, (this.#counts.get(outcome.property) ?? 0) + 1)
      if (outcome.fault) await this.#take(worker, index, outcome)
      if (this.#tried % 1_000 === 0) console.log(`${this.#tried} cases, ${this.#faults.size} kinds of faults`)
    }
    worker.close()
  }

  /** Ends after what is under way. */
  stop(): void {
    this.#isOver = true
  }

  async #take(worker: Worker, index: number, { property, subject, source, fault }: Outcome): Promise<void> {
    if (!fault) return
    const key = `${property} ${fault.signature}`
    const seen = this.#faults.get(key) ?? 0
    this.#faults.set(key, seen + 1)
    if (seen > 0) return
    console.log(`\n${property}: ${fault.message.slice(0, 1_500)}`)
    console.log(
      `  from ${source}; again: npm run fuzz -- --seed ${this.#settings.seed} --case ${index}${this.#onlyOption()}`,
    )
    const content = await smallest(worker, property, subject, fault)
    console.log(`  saved as ${save(this.#settings.found, property, subject.name, content)}`)
  }

  #onlyOption(): string {
    const { only, paths } = this.#settings
    return [...(only === undefined ? [] : [` --property ${only}`]), ...paths.map((path) => ` ${path}`)].join(
      '',
    )
  }

  /** @returns the exit code */
  end(milliseconds: number): number {
    console.log(
      `\n${this.#tried} cases in ${(milliseconds / 60_000).toFixed(1)} minutes, seed ${this.#settings.seed}`,
    )
    for (const [name, count] of [...this.#counts].sort()) console.log(`  ${name.padEnd(24)} ${count}`)
    for (const [key, count] of this.#faults) console.log(`found ${count} times: ${key}`)
    return this.#faults.size > 0 ? 1 : 0
  }
}

async function one(settings: Settings, index: number, worker: Worker): Promise<number> {
  const { paths, seed, only } = settings
  const outcome = await worker.ask({ kind: 'case', paths, seed, index, only })
  worker.close()
  if (!outcome) return 1
  console.log(`${textOf(outcome.subject.content)}\n`)
  console.log(
    `property ${outcome.property}, way ${outcome.subject.variant}, file ${outcome.subject.name}, from ${outcome.source}`,
  )
  console.log(outcome.fault ? outcome.fault.message : 'It holds.')
  return outcome.fault ? 1 : 0
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const numbers = ['minutes', 'cases', 'from', 'jobs', 'limit'] as const
  const wrong = numbers.find((name) => Number.isNaN(Number(values[name])))
  if (wrong) throw new RangeError(`--${wrong} takes a number.`)
  if (values.property !== undefined) propertyNamed(values.property)
  const start = Date.now()
  const settings: Settings = {
    paths: positionals,
    seed: Number(values.seed ?? start % 1_000_000_000),
    only: values.property,
    from: Number(values.from),
    cases: Number(values.cases),
    end: start + Number(values.minutes) * 60_000,
    found: resolve(values.found),
  }
  const workerOf = (): Worker => new Worker(SCRIPT, Number(values.limit) * 1_000)
  if (values.case !== undefined) return one(settings, Number(values.case), workerOf())
  const run = new Run(settings)
  process.once('SIGINT', () => run.stop())
  await Promise.all(Array.from({ length: Number(values.jobs) }, () => run.work(workerOf())))
  return run.end(Date.now() - start)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 2
}
