import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { REPORT_FORMATS } from '@specward/core'
import { createAnswers } from '../packages/cli/src/fleet/answer.ts'
import type { JudgeSetup } from '../packages/cli/src/fleet/setup.ts'
import type { Question } from '../packages/cli/src/fleet/threads.ts'
import { type Io, nodeIo } from '../packages/cli/src/io.ts'
import { API } from './orders.ts'
import type { Files } from './project.ts'

const machine = nodeIo()

/** Threads in the process of the test: what they are told and what they say goes through the same copying. */
export const startThread: Io['startThread'] = (data, _, events) => {
  const answering = createAnswers(structuredClone(data) as JudgeSetup, machine)
  answering.then(() => events.ready())
  let isOpen = true
  return {
    async send(message) {
      const answer = await (await answering)(structuredClone(message) as Question)
      if (isOpen) events.message(structuredClone(answer))
    },
    close() {
      isOpen = false
    },
    end() {
      isOpen = false
    },
  }
}

/** Options that are about the report, and whether a value follows. */
const OF_REPORT: Readonly<Record<string, boolean>> = {
  '--format': true,
  '-f': true,
  '--output': true,
  '-o': true,
  '--fail-on': true,
  '--base': true,
  '--no-baseline': false,
  '--quiet': false,
  '-q': false,
  '--verbose': false,
  '--no-color': false,
}

/** Options that both `lint --shard` and `merge` have to be given. */
const OF_BOTH: Readonly<Record<string, boolean>> = {
  '--ruleset': true,
  '-r': true,
  '--allow-scripts': false,
}

/** The options of a `lint`, for shards and for what merges them. */
export function partedOptions(args: readonly string[]): {
  readonly shard: readonly string[]
  readonly merge: readonly string[]
} {
  const [shard, merge]: [string[], string[]] = [[], []]
  const [, ...rest] = args
  while (rest.length > 0) {
    const [arg = ''] = rest
    const takes = OF_REPORT[arg] ?? OF_BOTH[arg]
    const part = rest.splice(0, takes ? 2 : 1)
    if (OF_REPORT[arg] === undefined) shard.push(...part)
    if (OF_REPORT[arg] !== undefined || OF_BOTH[arg] !== undefined) merge.push(...part)
  }
  return { shard, merge }
}

const CODE = `export default {
  rules: {
    'title-is-short': {
      given: '$.info.title',
      then: { function: (title) => (String(title).length > 12 ? [{ message: 'Shorten it.' }] : []) },
    },
  },
}
`

const WAIVERS = `waivers:
  - rule: no-anonymous-write
    file: apis/orders.yaml
    operation: POST /orders
    reason: Until the gateway is there
    owner: jane
    expires: '2999-01-31'
  - rule: no-anonymous-write
    file: apis/gone.yaml
    operation: POST /orders
    reason: Nobody needs it
    owner: jane
    expires: '2999-01-31'
  - rule: require-429-response
    file: apis/carts.yaml
    reason: It has ended
    owner: jane
    expires: '2020-01-31'
`

const CONFIG = `extends: [specward:strict]
refs: { allow: [schemas.example.com] }
policy:
  gateway: { rateLimits: Kong limits every route by its plugin }
overrides:
  - files: ['apis/legacy/**']
    rules: { no-anonymous-write: warn }
rules:
  house-summary:
    message: An operation needs a summary.
    severity: warn
    select: operation
    where: { method: trace }
    then: { field: summary, function: truthy }
`

const REMARKED = `${API}  /open:
    # specward-ignore no-anonymous-write -- it is a form for everybody
    post:
      operationId: submitForm
      responses:
        "201": { description: Created }
  /stale:
    # specward-ignore no-plaintext-server -- there is none
    get:
      operationId: readStale
      responses:
        "200": { description: Read }
`

const SPLIT = `openapi: 3.1.0
info: { title: Split over several files, version: 1.0.0 }
servers: [{ url: http://api.example.com }]
paths:
  /users: { $ref: '../shared/users.yaml' }
  /missing: { $ref: '../shared/missing.yaml' }
  /away: { $ref: 'https://schemas.example.org/away.yaml' }
components:
  schemas:
    Account:
      type: object
      properties:
        password: { type: string, default: 'correct-horse-battery' }
        email: { $ref: '../shared/schemas.json#/Email' }
`

/** A fleet with something of all that a report can tell. */
export const FLEET: Files = {
  'specward.yaml': CONFIG,
  'specward.waivers.yaml': WAIVERS,
  'apis/orders.yaml': API,
  'apis/carts.yaml': API.replace('title: Orders', 'title: Carts').replace('/orders', '/carts'),
  'apis/legacy/orders.yaml': API.replaceAll('"', "'"),
  'apis/remarked.yaml': REMARKED,
  'apis/mended.json': '{"openapi":"3.1.0","info":{"title":"JSON","version":"1"},"paths":{}}',
  'apis/split.yaml': SPLIT,
  'apis/broken.yaml': 'openapi: 3.1.0\npaths: [\n',
  'apis/encoded.yaml': 'openapi: 3.1.0\r\ninfo: { title: "Zeilen €", version: 1.0.0 }\r\npaths: {}\r\n',
  'apis/future.yaml': API.replace('3.1.0', '9.9.9'),
  'apis/doubled.yaml': `${API}security: [{ t: [] }]\n`,
  'apis/events.yaml':
    'asyncapi: 3.0.0\ninfo: { title: Events, version: 1.0.0 }\nservers: { a: { host: kafka.example.com, protocol: kafka } }\nchannels: { orders: { address: orders } }\n',
  'apis/overlay.yaml':
    'overlay: 1.0.0\ninfo: { title: Overlay, version: 1.0.0 }\nactions: [{ target: "$.paths[\'/orders\'].post.security", remove: true }]\n',
  'shared/users.yaml':
    'get:\n  operationId: listUsers\n  parameters: [{ name: token, in: query, schema: { type: string } }]\n  responses: { "200": { description: Users } }\n',
  'shared/schemas.json': '{"Email":{"type":"string","format":"email"}}\n',
  'values.yaml': 'replicas: 2\n',
  'spectral/.spectral.yaml':
    'extends: [spectral:oas]\nrules:\n  info-license: error\n  never-there: { given: "$.nothing[*]", then: { function: truthy } }\n',
  'spectral/parcels.yaml': API.replace('title: Orders', 'title: Parcels'),
  'spectral/letters.yaml': API.replace('title: Orders', 'title: Letters'),
  'rulesets/code.mjs': CODE,
}

/** Every form of a report, in files of a folder. */
export const EVERY_FORMAT = REPORT_FORMATS.filter((format) => format !== 'github-summary')

export function intoFolder(folder: string): readonly string[] {
  return EVERY_FORMAT.flatMap((format) => ['--format', format, '--output', join(folder, format)])
}

/** What `intoFolder` has led to, by format. */
export async function reportsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const texts = EVERY_FORMAT.map(async (format) => [format, await readFile(join(folder, format), 'utf8')])
  return Object.fromEntries(await Promise.all(texts))
}
