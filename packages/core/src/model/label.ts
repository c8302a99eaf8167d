/** Whether `pattern`, in which `*` stands for any run of characters, covers the whole label of an operation. */
export function matchesLabel(pattern: string, label: string): boolean {
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  if (parts.length === 1) return pattern === label
  const last = parts[parts.length - 1] ?? ''
  if (!label.startsWith(first) || label.length < first.length + last.length || !label.endsWith(last))
    return false
  let from = first.length
  const end = label.length - last.length
  for (const part of parts.slice(1, -1)) {
    const found = label.indexOf(part, from)
    if (found < 0 || found + part.length > end) return false
    from = found + part.length
  }
  return true
}
