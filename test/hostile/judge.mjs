// What Specward says of a hostile case, and whether that is what it should say.
import { fileURLToPath } from 'node:url'
import { inFolder, run } from './case.mjs'

export const SPECWARD = fileURLToPath(new URL('../../packages/cli/bin/specward.js', import.meta.url))

/** A file whose text is another one for each build. */
export const BUILD = fileURLToPath(new URL('../../packages/cli/dist/bundle/digest.txt', import.meta.url))

/** What no run may end with, whatever it is given. */
const OURS = new Set(['internal-error', 'rule-failed'])

/** Runs Specward on a case. */
export function judge(each) {
  return inFolder(each, async (folder, [first = '']) => {
    const args = each.args ?? ['lint', first, '--format', 'json']
    return verdict(each, await run(SPECWARD, args, { cwd: folder }), folder)
  })
}

function verdict({ expected, secret, forged }, ran, folder) {
  const report = reportOf(ran.out)
  const problems = report?.problems ?? []
  const places = problems.map(({ code, file, range }) => {
    const start = range && `:${range.start.line}:${range.start.column}`
    return `${code} ${file ?? ''}${start ?? ''}`
  })
  return {
    ...ran,
    report,
    problems,
    places,
    faults: [
      ...faultsOf(ran, problems, folder, expected.code),
      ...differences(expected, ran, report, problems, places),
      ...printed(ran, secret, 'it tells what stands outside'),
      ...printed(ran, forged, 'it prints what the document has forged'),
    ],
  }
}

function printed({ out, err }, texts = [], fault) {
  return texts.some((each) => (out + err).includes(each)) ? [`${fault}: ${JSON.stringify(texts)}`] : []
}

function reportOf(out) {
  try {
    return JSON.parse(out)
  } catch {
    return undefined
  }
}

/** What is wrong with a run, whatever was expected. */
function faultsOf({ code, signal, err, out }, problems, folder, wanted) {
  const faults = []
  if (signal) faults.push(`it was ended by ${signal}`)
  if (code === null || ![0, 1, 2, 3, 4].includes(code)) faults.push(`it ended with ${code}`)
  if (/^\s+at .*[:(]\d+/m.test(err)) faults.push('standard error holds a stack trace')
  if (/internal error/.test(err)) faults.push(`it failed: ${err.slice(0, 300)}`)
  if (err.includes(folder)) faults.push('standard error tells where the folder lies')
  if (code !== 0 && out.trim() === '' && err.trim() === '') faults.push('it says nothing')
  for (const each of problems)
    if (OURS.has(each.code) && each.code !== wanted) faults.push(`${each.code}: ${each.message}`)
  return faults
}

function differences(expected, { code, err }, report, problems, places) {
  const faults = []
  if (code !== expected.exit)
    faults.push(`exit code ${code} instead of ${expected.exit}: ${err.slice(0, 300)}`)
  const { code: wanted, at, says, only = wanted === undefined ? [] : [wanted] } = expected
  const found = [...new Set(problems.map((each) => each.code))].sort()
  if (report && found.join() !== [...only].sort().join())
    faults.push(`problems ${found.join()} instead of ${only.join()}: ${problems[0]?.message}`)
  const place = `${wanted} ${at}`
  if (at !== undefined && !places.includes(place))
    faults.push(`${places.slice(0, 3).join(', ')} instead of ${place}`)
  const told = problems.find((each) => each.code === wanted)?.message ?? err
  if (says && !says.test(told)) faults.push(`it does not say ${says}: ${told}`)
  const sees = expected.sees ?? (report !== undefined && only.length === 0)
  if (sees && !report?.findings.some(({ ruleId }) => ruleId === 'no-anonymous-write'))
    faults.push('it does not see the open write')
  if (report && report.complete !== (found.length === 0)) faults.push(`complete is ${report.complete}`)
  return faults
}
