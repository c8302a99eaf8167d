// What Specward does on hostile documents, and its peers: `npm run hostile -- --help`.
import { parseArgs } from 'node:util'
import { judge } from './judge.mjs'
import { GROUPS } from './list.mjs'
const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } })
for (const [group, cases] of Object.entries(GROUPS)) for (const each of cases) {
  if (!new RegExp(options.only).test(`${group}: ${each.name}`)) continue
  const r = await judge(each)
  console.log(`${r.faults.length ? 'BAD' : 'ok '} ${group}: ${each.name} | ${r.code} ${[...new Set(r.problems.map(p=>p.code))]} ${r.places[0]??''} ${r.seconds.toFixed(1)}s ${r.megabytes.toFixed(0)}MB`)
  for (const f of r.faults) console.log('      ' + f.slice(0,400))
}
