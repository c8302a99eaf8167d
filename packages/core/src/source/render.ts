import { isObject } from '../json.ts'
import { EditRefused } from './edit-refused.ts'
import type { Style } from './style.ts'
import { type Quoting, scalar, stringScalar } from './yaml-scalar.ts'

/** Levels of nesting that a new value may have. */
const LEVELS = 100

/** White space of a flow collection on one line. */
export interface FlowStyle {
  /** After `{` and before `}`. */
  readonly padding: string
  readonly colon: string
  readonly comma: string
}

/** True for a list or mapping that holds something. */
export function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** A value in flow style on one line. */
export function renderFlow(value: unknown, style: Style, flow: FlowStyle, level = 0): string {
  checkLevel(level)
  if (Array.isArray(value)) {
    return `[${value.map((item) => renderFlow(item, style, flow, level + 1)).join(flow.comma)}]`
  }
  if (!isObject(value)) return renderScalar(value, style, true)
  const entries = Object.entries(value).map(
    ([key, item]) => renderFlowKey(key, style) + flow.colon + renderFlow(item, style, flow, level + 1),
  )
  return entries.length === 0 ? '{}' : `{${flow.padding}${entries.join(flow.comma)}${flow.padding}}`
}

export function renderScalar(value: unknown, style: Style, flow: boolean): string {
  return style.json ? (JSON.stringify(value) ?? 'null') : scalar(value, 'plain', style.quote, flow)
}

function renderFlowKey(key: string, style: Style): string {
  return style.json ? JSON.stringify(key) : stringScalar(key, 'plain', style.quote, true)
}

/** A value as JSON over several lines; `indent` is the white space of the line on which it starts. */
export function renderJson(value: unknown, style: Style, indent: string): string {
  const text = JSON.stringify(value, null, style.unit) ?? 'null'
  return text.replaceAll('\n', style.eol + indent)
}

/**
 * A value in block style. The first line comes without indentation, the others stand in column `column` or
 * deeper. `literals` allows `|` for text of several lines.
 */
export function renderBlock(
  value: unknown,
  style: Style,
  column: number,
  literals: boolean,
  level = 0,
): string {
  checkLevel(level)
  if (!isFilled(value)) return renderInline(value, style, column, literals)
  const margin = style.eol + ' '.repeat(column)
  if (Array.isArray(value)) {
    return value.map((item) => `- ${renderBlock(item, style, column + 2, literals, level + 1)}`).join(margin)
  }
  return Object.entries(value)
    .map(([key, item]) => renderEntry(key, item, style, column, literals, 'plain', level))
    .join(margin)
}

/** An entry of a block mapping whose keys stand in `column`. */
export function renderEntry(
  key: string,
  value: unknown,
  style: Style,
  column: number,
  literals: boolean,
  quoting: Quoting,
  level = 0,
): string {
  const name = stringScalar(key, quoting, style.quote, false)
  return `${name}:${renderAfterColon(value, style, column, literals, level)}`
}

/** The value of an entry of a block mapping whose keys stand in `column`: what follows the colon. */
export function renderAfterColon(
  value: unknown,
  style: Style,
  column: number,
  literals: boolean,
  level = 0,
): string {
  if (!isFilled(value)) return ` ${renderInline(value, style, column + style.unit.length, literals)}`
  const inner = column + (Array.isArray(value) ? style.listIndent : style.unit.length)
  return style.eol + ' '.repeat(inner) + renderBlock(value, style, inner, literals, level + 1)
}

/** A scalar or empty collection; the lines of a literal stand in `column`. */
function renderInline(value: unknown, style: Style, column: number, literals: boolean): string {
  if (Array.isArray(value)) return '[]'
  if (isObject(value)) return '{}'
  if (literals && typeof value === 'string' && LITERAL.test(value)) return literal(value, style, column)
  return renderScalar(value, style, false)
}

/** Text of several lines that a literal block holds without loss: no odd characters, at most one final line break. */
const LITERAL = /^[^\s#][^\r\n]*(?:\n[^\r\n]*)*[^\s]\n?$/

function literal(text: string, style: Style, column: number): string {
  if (!text.slice(0, -1).includes('\n') || ODD.test(text)) return renderScalar(text, style, false)
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(column) + line))
  return [text.endsWith('\n') ? '|' : '|-', ...lines].join(style.eol)
}

const ODD =
  /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u

function checkLevel(level: number): void {
  if (level > LEVELS) throw new EditRefused('value-too-deep')
}
