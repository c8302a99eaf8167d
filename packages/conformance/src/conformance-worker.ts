// Runs in a thread of its own and holds descriptions against their specification. It has no other door than the port
// that it is started with.
import { parentPort } from 'node:worker_threads'
import type { ConformanceResult } from '@specward/core'
import { checkConformance } from './check.ts'
import type { Answer, Question } from './thread.ts'

parentPort?.on('message', ({ id, request }: Question) => {
  const answer: Answer = { id, result: answerTo(request) }
  parentPort?.postMessage(answer)
})

function answerTo({ format, version, files }: Question['request']): ConformanceResult {
  try {
    const read = files.map((file) =>
      'text' in file ? { uri: file.uri, value: JSON.parse(file.text) } : file,
    )
    return checkConformance({ format, version, files: read })
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
