/** An attribute by which an element does something. */
const NEEDS: ReadonlyMap<string, readonly string[]> = new Map([
  // runs what it holds as well, once it is closed
  ['script', ['src']],
  ['foreignobject', []],
  ['iframe', ['src', 'srcdoc']],
  ['frame', ['src']],
  ['object', ['data']],
  ['embed', ['src']],
  // without attributes, these are names in angle brackets
  ['form', ['action', 'formaction']],
  ['base', ['href', 'target']],
  ['meta', ['http-equiv']],
  ['link', ['href']],
  ['button', ['formaction']],
  ['input', ['formaction']],
])

/** Elements whose text ends at the first such tag, wherever an author thought that it stands. */
const ENDS_TEXT = /<\/(?:noscript|noembed|noframes|xmp|style|textarea|title|iframe|script)\b/i

/** What a style sheet does beyond its own element. */
const REACHING_STYLE = /@import|url\(\s*["']?\s*(?:https?:|\/\/)|position\s*:\s*fixed/i

/** Attributes that begin like the handler of an event. */
const NO_HANDLERS: ReadonlySet<string> = new Set(['oneof', 'onset', 'online'])

const HARMFUL_URL = /^(?:javascript|vbscript):|^data:(?:text\/html|application\/xhtml\+xml|image\/svg\+xml)/

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['colon', ':'],
  ['tab', '\t'],
  ['newline', '\n'],
])

/** Something that takes effect where it is rendered. */
export interface Active {
  /** In words: `a \`<script>\` element`. */
  readonly what: string
  /** As it begins in the text. */
  readonly text: string
}

/** What takes effect in a piece of HTML; `isClosed` where the HTML of the text has `</script>` anywhere. */
export function activeIn(html: string, isClosed: boolean): readonly Active[] {
  const found: Active[] = []
  if (REACHING_STYLE.test(html) && stylesIn(html).some((text) => REACHING_STYLE.test(text)))
    found.push({ what: 'a `<style>` element that reaches beyond the text', text: '<style' })
  for (const { name, start, attributes } of tagsOf(html)) {
    if (name === 'input' && attributes.get('type')?.value.toLowerCase() === 'password')
      found.push({ what: 'a field for a password', text: start })
    const needed = name === 'script' && isClosed ? [] : NEEDS.get(name)
    if (needed && (needed.length === 0 || needed.some((key) => attributes.has(key))))
      found.push({ what: `a \`<${name}>\` element`, text: start })
    for (const [key, { written, value }] of attributes) {
      if (ENDS_TEXT.test(value)) found.push({ what: 'a tag that is hidden in an attribute', text: written })
      else if (isHandler(key, value)) found.push({ what: `the event handler \`${key}\``, text: written })
      else if (isHarmfulUrl(value) && !isPicture(name, value)) {
        found.push({ what: `a \`${schemeOf(value)}\` link`, text: value })
      }
    }
  }
  return found
}

/** The texts of `<style>` elements. */
function stylesIn(html: string): readonly string[] {
  const lower = html.toLowerCase()
  const texts: string[] = []
  for (let at = lower.indexOf('<style'); at >= 0; at = lower.indexOf('<style', at)) {
    const end = lower.indexOf('</style', at)
    texts.push(html.slice(at, end < 0 ? undefined : end))
    if (end < 0) break
    at = end
  }
  return texts
}

/** Whether following a URL runs what it holds. Browsers leave out control characters in it. */
export function isHarmfulUrl(url: string): boolean {
  return HARMFUL_URL.test(cleaned(url))
}

/** `javascript:`, `data:text/html`. */
export function schemeOf(url: string): string {
  return HARMFUL_URL.exec(cleaned(url))?.[0] ?? ''
}

function cleaned(url: string): string {
  let text = ''
  for (const sign of decoded(url.slice(0, 200))) if (sign > ' ') text += sign
  return text.toLowerCase()
}

/** A drawing that is shown as a picture runs nothing. */
function isPicture(name: string, url: string): boolean {
  return name === 'img' && cleaned(url).startsWith('data:image/')
}

function isHandler(key: string, value: string): boolean {
  return /^on[a-z]{3,}$/.test(key) && !NO_HANDLERS.has(key) && value.trim() !== ''
}

function decoded(value: string): string {
  return value.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{3,7}));?/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

interface Tag {
  readonly name: string
  /** `<SCRIPT` */
  readonly start: string
  /** By name in lower case. */
  readonly attributes: ReadonlyMap<string, { readonly written: string; readonly value: string }>
}

const NAME = /[a-z][^\s/>]*/iy
/** One attribute with what stands before it: `/` separates as a space does. */
const ATTRIBUTE = /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?/y

/** The opening tags of a piece of HTML, comments left out; each character is looked at a fixed number of times. */
function* tagsOf(html: string): Generator<Tag> {
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (html.startsWith('<!--', at)) {
      // `<!-->` and `<!--->` are whole comments
      const end = html.indexOf('-->', at + 2)
      if (end < 0) return
      at = end + 3
      continue
    }
    NAME.lastIndex = at + 1
    const name = NAME.exec(html)?.[0]
    at += 1 + (name?.length ?? 0)
    if (name === undefined) continue
    const attributes = new Map<string, { written: string; value: string }>()
    ATTRIBUTE.lastIndex = at
    for (let match = ATTRIBUTE.exec(html); match; match = ATTRIBUTE.exec(html)) {
      const [, written = '', value = ''] = match
      attributes.set(written.toLowerCase(), { written, value: value.replace(/^["']|["']$/g, '') })
      at = ATTRIBUTE.lastIndex
    }
    yield { name: name.toLowerCase(), start: `<${name}`, attributes }
  }
}
