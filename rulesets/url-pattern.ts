import { append } from '@specward/core'
/**
 * Where a URL can lead that fits a pattern.
 * - `anywhere`: over plain HTTP, to files, to anything.
 * - `https`: to any host, over HTTPS alone.
 * - `hosts`: to hosts that the pattern names to the end of the name, or within a domain that it names.
 * - `path`: nowhere else, since it is a path, or a name in which no host can stand.
 */
export type UrlReach = 'anywhere' | 'https' | 'hosts' | 'path'

const RANKS: readonly UrlReach[] = ['anywhere', 'https', 'hosts', 'path']

/** No pattern that a person writes for a URL is longer, or has more alternatives. */
const LONGEST = 1000
const MOST_ALTERNATIVES = 64

/**
 * Reads a pattern, and never runs it: one of a description may take for ever. Said to be limited is only what certainly
 * is: `^https://example\.com` is not, since `https://example.com.evil.test` fits; nor is `^/`, since `//evil.test` does.
 */
export function patternReach(pattern: string): UrlReach {
  if (pattern.length > LONGEST) return 'anywhere'
  const alternatives = alternativesOf(pattern.replaceAll('\\/', '/'))
  return alternatives ? worst(alternatives.map(alternativeReach)) : 'anywhere'
}

export function best(reaches: readonly UrlReach[]): UrlReach {
  return RANKS.findLast((rank) => reaches.includes(rank)) ?? 'anywhere'
}

export function worst(reaches: readonly UrlReach[]): UrlReach {
  return RANKS.find((rank) => reaches.includes(rank)) ?? 'anywhere'
}

function alternativeReach(text: string): UrlReach {
  if (text.startsWith('^https://') && !/^[?*{]/.test(text.slice('^https://'.length)))
    return namesHosts(text.slice('^https://'.length)) ? 'hosts' : 'https'
  if (text.startsWith('^/')) return isPath(text.slice('^/'.length)) ? 'path' : 'anywhere'
  // names and numbers, in which no host can stand
  return /^\^\[(?:[A-Za-z0-9_-]|\\[wd])+\](?:[*+]|\{\d+(?:,\d*)?\})?\$$/.test(text) ? 'path' : 'anywhere'
}

/** The second character is no slash: `//evil.test` is a host. */
function isPath(rest: string): boolean {
  return /^(?:\(\?!(?:\/|\[\/\\\\\]|\[\\\\\/\])\)|\[\^[^\]/]*\/[^\]]*\](?![*?{])|\[(?:[A-Za-z0-9_-]|\\[wd])+\](?![*?{])|[A-Za-z0-9](?![*?{])|\$)/.test(
    rest,
  )
}

/** What the host can be, with this for letters that the pattern leaves open. */
const OPEN = '\0'

/** A part of a host: letters, a class, or a group of names. */
const LETTERS = /[A-Za-z0-9-]|\\[.-]/y
const CLASS = /\[(?:[A-Za-z0-9_.-]|\\[wd.-])+\](?:[*+?]|\{\d+(?:,\d*)?\})?/y
const NAMES = /\((?:\?:)?((?:[A-Za-z0-9|-]|\\[.-])+)\)(\?)?(?![*+{])/y

/** Where a host ends: before a path, at the end, or before a port and one of these. */
const END =
  /(?::(?:\d+|\\d\+|\[0-9\]\+)|\((?:\?:)?:(?:\d+|\\d\+|\[0-9\]\+)\)\??)?(?:\/|\$|\[[/?#]+\](?![?*{])|\((?:\?:)?(?:[/?#$]|\\\?)\|(?:[/?#$]|\\\?)(?:\|[/?#$])?\)(?![?*{])|\((?:\?:)?\/[^()]{0,100}\)[?*]\$|\((?:\?:)?\/[^()|]{0,100}\)(?![?*{]))/y

/** Whether the host is written out to its end, or at least the last two labels of it. */
function namesHosts(rest: string): boolean {
  let hosts: readonly string[] = ['']
  let at = 0
  const next = (expression: RegExp) => {
    expression.lastIndex = at
    return expression.exec(rest)
  }
  for (;;) {
    const end = next(END)
    // `/?` and `/*` can be nothing
    if (end && !/^[?*{]/.test(rest.slice(at + end[0].length))) break
    const letter = next(LETTERS)
    const open = letter ? null : next(CLASS)
    const names = letter || open ? null : next(NAMES)
    const part = letter ?? open ?? names
    if (!part) return false
    at += part[0].length
    if (letter && /^[?*+{]/.test(rest.slice(at, at + 1))) return false
    const choices = names
      ? [...(names[1] ?? '').split('|'), ...(names[2] ? [''] : [])]
      : [letter ? letter[0] : OPEN]
    hosts = hosts.flatMap((host) => choices.map((each) => host + each.replaceAll('\\', '')))
    if (hosts.length > MOST_ALTERNATIVES) return false
  }
  return hosts.every(isNamed)
}

function isNamed(host: string): boolean {
  if (!host.includes(OPEN)) return host === 'localhost' || /^[^.]+(?:\.[^.]+)+$/.test(host)
  return /^[a-z0-9-]+\.[a-z][a-z0-9-]+$/i.test(host.split('.').slice(-2).join('.')) && !host.includes('..')
}

/** The alternatives of a pattern with groups at their beginning multiplied out; undefined where that cannot be read. */
function alternativesOf(pattern: string): readonly string[] | undefined {
  const open = [...(split(pattern) ?? [])]
  const done: string[] = []
  // each group is opened once, so there are no more rounds than alternatives and groups
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (open.length + done.length > MOST_ALTERNATIVES) return undefined
    const group = /^(\^?(?:https:\/\/)?)\((?:\?:)?/.exec(next)
    const end = group ? closing(next, group[0].length) : undefined
    const before = group?.[1] ?? ''
    const rest = end === undefined ? '' : next.slice(end + 1)
    // a host of several names is read with the rest of it
    if (!group || end === undefined || before.endsWith('/') || /^[?*+{]/.test(rest)) {
      done.push(next)
      continue
    }
    const inner = split(next.slice(group[0].length, end))
    if (!inner) return undefined
    append(
      open,
      inner.map((each) => before + each + rest),
    )
  }
  return done.length > 0 ? done : undefined
}

/** At `|` outside groups and classes. */
function split(pattern: string): readonly string[] | undefined {
  const parts: string[] = []
  let start = 0
  for (const { index, depth } of marks(pattern, 0)) {
    if (depth < 0) return undefined
    if (depth > 0 || pattern[index] !== '|') continue
    parts.push(pattern.slice(start, index))
    start = index + 1
    if (parts.length > MOST_ALTERNATIVES) return undefined
  }
  return [...parts, pattern.slice(start)]
}

/** Where the group ends that is open at `from`. */
function closing(pattern: string, from: number): number | undefined {
  for (const { index, depth } of marks(pattern, from)) if (depth < 0) return index
  return undefined
}

/** The parentheses and bars of a pattern, without those that are escaped or in a class. */
function* marks(pattern: string, from: number): Generator<{ index: number; depth: number }> {
  let depth = 0
  let isClass = false
  for (let index = from; index < pattern.length; index++) {
    const sign = pattern[index]
    if (sign === '\\') index++
    else if (isClass) isClass = sign !== ']'
    else if (sign === '[') isClass = true
    else if (sign === '(') depth++
    else if (sign === ')') yield { index, depth: --depth }
    else if (sign === '|') yield { index, depth }
  }
}
