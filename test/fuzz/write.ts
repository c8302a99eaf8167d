import type { Tree } from './tree.ts'

/** How a tree is written: two blanks, one, tabs (JSON alone), or all on one line. */
export interface Style {
  readonly language: 'yaml' | 'json'
  readonly indent: string
  /** Whether texts of YAML stand without quotes where they can. */
  readonly plain: boolean
}

export const JSON_STYLE: Style = { language: 'json', indent: '  ', plain: false }
export const YAML_STYLE: Style = { language: 'yaml', indent: '  ', plain: true }

/** The text of a tree, with the same key twice where the tree has it twice. */
export function write(tree: Tree, style: Style): string {
  if (style.language === 'json') return `${jsonOf(tree, style.indent, style.indent === '' ? '' : '\n')}\n`
  const indent = /^ +$/.test(style.indent) ? style.indent : '  '
  const text = yamlOf(tree, '', { ...style, indent })
  return `${text.replace(/^\n/, '').trimStart()}\n`
}

function jsonOf(tree: Tree, indent: string, line: string): string {
  if (tree.kind === 'scalar') return JSON.stringify(tree.value)
  const inner = line + (line === '' ? '' : indent)
  const parts =
    tree.kind === 'list'
      ? tree.items.map((item) => jsonOf(item, indent, inner))
      : tree.entries.map(([key, value]) => `${JSON.stringify(key)}: ${jsonOf(value, indent, inner)}`)
  const [open, close] = tree.kind === 'list' ? '[]' : '{}'
  if (parts.length === 0) return `${open}${close}`
  return `${open}${inner}${parts.join(`,${inner === '' ? ' ' : inner}`)}${line}${close}`
}

/** In block style, beginning with what has to follow `key:` or `-`. */
function yamlOf(tree: Tree, margin: string, style: Style): string {
  if (tree.kind === 'scalar') return ` ${scalarOf(tree.value, style)}`
  if (tree.kind === 'list') {
    if (tree.items.length === 0) return ' []'
    return tree.items.map((item) => `\n${margin}-${yamlOf(item, `${margin}${style.indent}`, style)}`).join('')
  }
  if (tree.entries.length === 0) return ' {}'
  return tree.entries
    .map(
      ([key, value]) =>
        `\n${margin}${scalarOf(key, style)}:${yamlOf(value, `${margin}${style.indent}`, style)}`,
    )
    .join('')
}

/** Words that are texts in every version of YAML. */
const PLAIN = /^[A-Za-z/][\w/{}.$]*(?: [\w.]+)*$/
const NOT_TEXT = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i

function scalarOf(value: string | number | boolean | null, { plain }: Style): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  // a key may have no more than 1,024 characters where it has no `?`
  return plain && PLAIN.test(value) && !NOT_TEXT.test(value) && !/[{}]/.test(value.slice(0, 1))
    ? value
    : JSON.stringify(value).replace(
        /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
}
