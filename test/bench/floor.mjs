// The least that any tool has to do with a description: read it, parse it, look at every value once.
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const file = process.argv[2] ?? ''
const text = readFileSync(file, 'utf8')
const stack = [file.endsWith('.json') ? JSON.parse(text) : load(text, { maxDepth: 1000, json: true })]
let values = 0
while (stack.length > 0) {
  const value = stack.pop()
  values += 1
  if (typeof value === 'object' && value !== null) stack.push(...Object.values(value))
}
process.stdout.write(`${values}\n`)
