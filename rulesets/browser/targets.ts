/**
 * Whether a pattern keeps a URL on hosts that it names, to the end of the name, or within a path. It is read, never run:
 * a pattern of a description may take for ever. `^https://example\.com` is not enough, since `https://example.com.evil.test`
 * fits; nor is `^/`, since `//evil.test` fits. What is not understood does not keep anything.
 */
export function confines(pattern: string): boolean {
  const text = pattern.replaceAll('\\/', '/')
  if (hasAlternatives(text)) return false
  if (text.startsWith('^https://')) return endsHost(text.slice('^https://'.length))
  if (text.startsWith('^/')) return isPath(text.slice('^/'.length))
  // names and numbers, in which no host can stand
  return /^\^\[(?:[A-Za-z0-9_-]|\\[wd])+\](?:[*+]|\{\d+(?:,\d*)?\})?\$$/.test(text)
}

/** `|` outside of groups: each alternative would need an anchor of its own. */
function hasAlternatives(text: string): boolean {
  let depth = 0
  let inClass = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (inClass) inClass = char !== ']'
    else if (char === '[') inClass = true
    else if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === '|' && depth === 0) return true
  }
  return false
}

/** The host is written out to its last label, and something that ends a host follows. */
function endsHost(rest: string): boolean {
  const host =
    /^((?:[A-Za-z0-9-]|\\\.|\\-|\[[A-Za-z0-9\\_-]*\](?:[*+?]|\{\d+(?:,\d*)?\})?|\([?:A-Za-z0-9|\\.-]*\)\??)*)(\/|\$|\(\/|\(\?:\/|\[\/|:\d+(?:\/|\$))/.exec(
      rest,
    )
  const name = host?.[1] ?? ''
  return /(?:[A-Za-z0-9-]+\\\.[A-Za-z]{2,}|^localhost|\))$/.test(name)
}

/** The second character is no slash: `//evil.test` is a host. */
function isPath(rest: string): boolean {
  return /^(?:\(\?!(?:\/|\[\/\\\\\]|\[\\\\\/\])\)|\[\^[^\]]*\/[^\]]*\]|\[(?:[A-Za-z0-9_-]|\\[wd])+\](?!\*)|[A-Za-z0-9]|\$)/.test(
    rest,
  )
}
