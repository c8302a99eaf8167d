// The language server as an editor sees it: `npm run bench:editor -- [--push] [--edits N] [--pace MS] <file>...`
// Each file is opened and typed in; a stroke is timed from its `didChange` to the diagnostics of that text. `dump.json` with
// `--yaml` is opened as the YAML that js-yaml makes of it. `--edits N` types N strokes more, as fast as the server answers,
// and tells what memory it uses on the way.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { dump } from 'js-yaml'
import { Client } from './editor-client.mjs'
import { sessionFor } from './editor-session.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const { values, positionals } = parseArgs({
  options: {
    push: { type: 'boolean', default: false },
    yaml: { type: 'boolean', default: false },
    scenes: { type: 'boolean', default: false },
    edits: { type: 'string', default: '0' },
    pace: { type: 'string', default: '100' },
    'as-json': { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const files = positionals.length > 0 ? positionals : [here('../../examples/before.yaml')]
const pace = Number(values.pace)

/** Milliseconds after which the whole has been reviewed, when nobody types. */
const REST = 1_500

const rows = []
for (const file of files) {
  const read = readFileSync(file, 'utf8')
  const isDumped = values.yaml && file.endsWith('.json')
  const text = isDumped ? dump(JSON.parse(read), { noRefs: true, lineWidth: 110 }) : read
  const uri = pathToFileURL(isDumped ? file.replace(/json$/, 'yaml') : file).href
  const client = new Client(here('../../packages/cli/bin/specward.js'), { pushes: values.push })
  await client.start()
  const opened = await client.open(uri, text)
  await client.idle(REST * 2)
  const { times, corrections } = await type(client, uri, text)
  const memory = await typeOn(client, uri, Number(values.edits))
  await client.stop()
  const name = isDumped ? `${basename(file)} as YAML` : basename(file)
  if (values.scenes) console.table(times.map((scene) => ({ file: name, ...summary(scene) })))
  rows.push({
    file: name,
    MB: Number((text.length / 1e6).toFixed(2)),
    'first ms': Math.round(opened),
    ...summary(times.flat()),
    corrections,
    ...memory,
  })
}
if (values['as-json']) process.stdout.write(`${JSON.stringify(rows)}\n`)
else console.table(rows)

/** What the server computed is what it takes on a machine that has nothing else to do. */
function summary(strokes) {
  const of = (key, part) => {
    const sorted = strokes.map((stroke) => stroke[key]).toSorted((a, b) => a - b)
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))])
  }
  return {
    strokes: strokes.length,
    'p50 ms': of('wall', 0.5),
    'p95 ms': of('wall', 0.95),
    'max ms': of('wall', 1),
    'p50 computed': of('cpu', 0.5),
    'p95 computed': of('cpu', 0.95),
    'max computed': of('cpu', 1),
  }
}

/** Types the session at the pace of a person, with pauses; counts how often the review of the whole changed what was shown. */
async function type(client, uri, text) {
  const times = []
  let corrections = 0
  for (const { strokes } of sessionFor(text, uri)) {
    const scene = []
    times.push(scene)
    for (const stroke of strokes) {
      const before = performance.now()
      scene.push(await client.edit(uri, stroke))
      await client.idle(Math.max(0, pace - (performance.now() - before)))
    }
    const shown = client.shown(uri)
    await client.idle(REST)
    await client.settled(uri)
    if (client.shown(uri) !== shown) corrections += 1
  }
  return { times, corrections }
}

/** Memory of the server in megabytes after a tenth of many edits, and after all. */
async function typeOn(client, uri, count) {
  if (count === 0) return {}
  const samples = []
  for (let index = 0; index < count; index += 1) {
    const line = client.lineOf(uri, /^ +(?:description|"description"):? /)
    const isEven = index % 2 === 0
    await client.edit(
      uri,
      isEven ? { line, character: 'end', text: 'x' } : { line, character: 'end', cut: 1, text: '' },
    )
    if (index % Math.ceil(count / 10) === Math.ceil(count / 10) - 1) samples.push(client.memory())
  }
  return {
    edits: count,
    'MB after a tenth': samples[0],
    'MB at the end': samples.at(-1),
    'MB most': Math.max(...samples),
  }
}
