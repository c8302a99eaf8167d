// Parts of the pages that are generated.

export const MARK = 'Generated from the rules by `npm run generate`; do not edit.'

/** The first lines of a generated page. */
export function head(title, mark = MARK) {
  return `<!-- ${mark} -->\n\n# ${title}`
}

export function table(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A table; nothing where there is nothing to show. */
export function tableOf(heads, rows) {
  return rows.length === 0 ? '' : table(heads, rows)
}

export function fence(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}

/** A page of sections; empty ones are left out. */
export function page(sections) {
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** @param {string} folder the way from the page to the pages of rules: '' or `../` */
export function linkTo(id, folder = '') {
  return `[\`${id}\`](${folder}${id}.md)`
}

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
