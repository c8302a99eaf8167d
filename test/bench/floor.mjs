// The least that any tool has to do with descriptions: read each, parse it, look at every value once.
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

let values = 0
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8')
  let value
  try {
    value = file.endsWith('.json') ? JSON.parse(text) : load(text, { maxDepth: 1000, json: true })
  } catch {
    // what cannot be parsed cannot be walked either
    continue
  }
  const stack = [value]
  while (stack.length > 0) {
    const top = stack.pop()
    values += 1
    if (typeof top === 'object' && top !== null) stack.push(...Object.values(top))
  }
}
process.stdout.write(`${values}\n`)
