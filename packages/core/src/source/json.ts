import type { Fault } from './fault.ts'
import { findJsonFault } from './json-check.ts'
import { stringEnd } from './json-tape.ts'
import { grouped, type Limits, raising, USUAL_LIMITS } from './limits.ts'
import type { Tape } from './tape.ts'

export type JsonResult =
  | { readonly value: unknown; readonly mayRepeatKeys: (tape: Tape) => boolean }
  | { readonly fault: () => Fault }

/** Reads a JSON text. A repeated key keeps its last value. */
export function readJson(text: string, limits: Limits = USUAL_LIMITS): JsonResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: () => jsonFault(text, limits) }
  }
  const size = measure(value, limits.nesting)
  if (size === undefined) return { fault: () => tooDeep(depthExceeded(text, limits.nesting), limits) }
  return { value, mayRepeatKeys: (tape) => tape.size !== size.entries }
}

/** Number of keys and values that make up a value; undefined when it nests deeper than the limit. */
function measure(root: unknown, most: number): { entries: number } | undefined {
  let entries = 1
  let level = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return undefined
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (Array.isArray(value)) {
        entries += value.length
        for (const item of value) if (typeof item === 'object') below.push(item)
        continue
      }
      for (const key in value) {
        entries += 2
        const item = (value as Record<string, unknown>)[key]
        if (typeof item === 'object') below.push(item)
      }
    }
    level = below
  }
  return { entries }
}

/** Levels of nesting in a value; one more than `most` where it has more than that. */
export function depthOf(root: unknown, most: number): number {
  let level = [root]
  let depth = 0
  while (level.length > 0 && depth <= most) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
    if (level.length > 0) depth += 1
  }
  return depth
}

function jsonFault(text: string, limits: Limits): Fault {
  const deep = depthExceeded(text, limits.nesting)
  const fault = findJsonFault(text)
  if (deep !== undefined && (!fault || deep <= fault.span.start)) return tooDeep(deep, limits)
  // JSON.parse and the check agree on the grammar; should they ever differ, the file is still refused.
  return { code: 'syntax-error', span: { start: 0, end: 0 }, message: 'This is not valid JSON.', ...fault }
}

export function tooDeep(offset: number | undefined, limits: Limits): Fault {
  const start = offset ?? 0
  return {
    code: 'nesting-too-deep',
    span: { start, end: start + 1 },
    message:
      `Nesting goes deeper than ${grouped(limits.nesting)} levels here; the file was not read. ${raising('nesting', limits)}`.trimEnd(),
  }
}

/** Offset of the first bracket beyond the limit of nesting. */
function depthExceeded(text: string, most: number): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 34) at = stringEnd(text, at) - 1
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > most) return at
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return undefined
}
