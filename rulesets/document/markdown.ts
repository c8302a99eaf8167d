// everything in one file, which loads in half the time
import MarkdownIt from 'markdown-it/browser'

/** What of a text a page shows as more than text. */
export interface MarkdownParts {
  /** Raw HTML as it stands there, block by block and tag by tag. */
  readonly html: readonly string[]
  /** Targets of links, character references decoded. */
  readonly links: readonly string[]
}

let parser: ReturnType<typeof makeParser> | undefined

/** Reads a text by CommonMark: what stands in code blocks and code spans is not among the parts. */
export function markdownParts(text: string): MarkdownParts {
  parser ??= makeParser()
  const html: string[] = []
  const links: string[] = []
  for (const block of parser.parse(text, {})) {
    for (const token of [block, ...(block.children ?? [])]) {
      if (token.type === 'html_block' || token.type === 'html_inline') html.push(token.content)
      const target = token.attrGet('href')
      if (typeof target === 'string') links.push(target)
    }
  }
  return { html, links }
}

function makeParser() {
  const made = new MarkdownIt('commonmark')
  // it would leave out dangerous targets, which are what is looked for
  made.validateLink = () => true
  made.normalizeLink = (url) => url
  return made
}
