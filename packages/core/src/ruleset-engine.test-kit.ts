import { isObject } from './json.ts'
import type {
  ForeignDocument,
  ForeignFinding,
  ForeignOptions,
  ForeignResult,
  ForeignRule,
  LoadedRulesets,
  RulesetEngine,
  RulesetReference,
  RulesetRequest,
} from './ruleset-engine.ts'
import { Node } from './source/node.ts'
import { parseSource } from './source/parse.ts'
import type { SourceFile } from './source/types.ts'

/** A rule of the engine below: finds every key of a name. */
interface KeyRule {
  readonly key: string
  readonly severity?: ForeignRule['severity']
  /** Names of formats: `openapi` is for what has that key at its root. */
  readonly formats?: readonly string[]
  /** How often each is told, in other words. */
  readonly times?: number
  readonly description?: string
  readonly documentationUrl?: string
  /** Whether to read the URI that stands at the key. */
  readonly reads?: boolean
  readonly throws?: boolean
}

export interface FakeEngine extends RulesetEngine {
  readonly requests: RulesetRequest[]
}

/**
 * An engine for rulesets of the form `rules: { no-x: { key: x } }`. What is called `broken` cannot be loaded, and a
 * rule with `throws` breaks the engine.
 */
export function fakeEngine(): FakeEngine {
  const requests: RulesetRequest[] = []
  return {
    requests,
    async load(request) {
      requests.push(request)
      const files: SourceFile[] = []
      for (const reference of request.rulesets) files.push(await read(reference, request))
      const broken = files.find(({ uri }) => uri.includes('broken'))
      if (broken)
        return { errors: [{ message: 'This ruleset is broken.', uri: broken.uri, line: 1, column: 1 }] }
      return loaded(request, files)
    },
  }
}

async function read(reference: RulesetReference, { host }: RulesetRequest): Promise<SourceFile> {
  if ('definition' in reference) {
    return parseSource(`${reference.file.uri}#own`, JSON.stringify(reference.definition))
  }
  const result = await host.read(reference.name)
  return parseSource(reference.name, 'text' in result ? result.text : '{}')
}

function loaded(request: RulesetRequest, files: readonly SourceFile[]): LoadedRulesets {
  const rules = files.flatMap((file) => rulesIn(file).map((rule) => ({ file, ...rule })))
  const isRefused = request.rulesets.some(
    (each) => 'name' in each && each.by !== 'named' && each.name.endsWith('.js') && !request.allowScripts,
  )
  return {
    sources: files.map(({ uri }) => uri),
    digest: files.map(({ text }) => text).join('\n'),
    files,
    rules: rules.map(({ id, node, rule, file }) => ({
      id,
      severity: rule.severity ?? 'warn',
      description: rule.description,
      message: undefined,
      documentationUrl: rule.documentationUrl,
      given: [`$..${rule.key}`],
      formats: rule.formats ?? [],
      tags: [],
      source: file.uri,
      at: { uri: file.uri, span: node.span?.key ?? { start: 0, end: 0 } },
    })),
    problems: isRefused ? [{ code: 'rule-failed', severity: 'error', message: 'Code may not run.' }] : [],
    judge: (document, options) => judge(document, options, rules),
    finish: () => [],
  }
}

interface NamedRule {
  readonly id: string
  readonly node: Node
  readonly rule: KeyRule
}

function rulesIn(file: SourceFile): readonly NamedRule[] {
  const rules = new Node(file, undefined, '', file.value).child('rules')
  return [...(rules?.children() ?? [])].map((node) => ({ id: node.key, node, rule: node.value as KeyRule }))
}

async function judge(
  document: ForeignDocument,
  options: ForeignOptions,
  rules: readonly NamedRule[],
): Promise<ForeignResult> {
  const file = document.file
  const formats = isObject(file?.value) ? Object.keys(file.value).slice(0, 1) : []
  const applying = rules.filter(
    ({ rule }) => !rule.formats || rule.formats.some((name) => formats.includes(name)),
  )
  const findings: ForeignFinding[] = []
  for (const { id, rule } of applying) {
    if (rule.throws) throw new Error('the engine is broken')
    if (file) findings.push(...(await find(id, rule, file, options)))
  }
  if (!file)
    findings.push(finding('parser', { severity: 'error', key: '' }, 'This is no YAML.', document.uri, []))
  return {
    findings,
    problems: [],
    rules: rules.map((each) => ({
      id: each.id,
      judged: applying.includes(each) ? 1 : 0,
      ms: 1,
      ...(applying.includes(each) ? {} : { excluded: formats }),
    })),
    formats,
    fallbacks: rules
      .filter(({ rule }) => rule.key === 'odd')
      .map(() => ({ expression: '$..odd', because: 'it is odd' })),
    expressions: rules.length,
  }
}

async function find(
  id: string,
  rule: KeyRule,
  file: SourceFile,
  options: ForeignOptions,
): Promise<readonly ForeignFinding[]> {
  const found: ForeignFinding[] = []
  const open = [new Node(file, undefined, '', file.value)]
  for (let node = open.pop(); node; node = open.pop()) {
    open.push(...[...node.children()].reverse())
    if (node.key !== rule.key) continue
    const message = rule.reads ? await readFrom(node, options) : `There is \`${rule.key}\`.`
    for (let time = 1; time <= (rule.times ?? 1); time++) {
      const text = time === 1 ? message : `${message} (${time})`
      found.push(finding(id, rule, text, file.uri, node.path, file.locate(node.path)?.key, file))
    }
  }
  return found
}

async function readFrom(node: Node, options: ForeignOptions): Promise<string> {
  const result = await options.read(new URL(node.string ?? '', node.file.uri).href)
  return 'because' in result ? result.because : `It holds ${result.text.trim()}.`
}

function finding(
  ruleId: string,
  rule: KeyRule,
  message: string,
  uri: string,
  path: readonly string[],
  span = { start: 0, end: 0 },
  file?: SourceFile,
): ForeignFinding {
  const at = (offset: number) => file?.position(offset) ?? { line: 1, column: 1 }
  return {
    ruleId,
    severity: rule.severity ?? 'warn',
    message,
    uri,
    path,
    range: { start: at(span.start), end: at(span.end) },
    documentationUrl: rule.documentationUrl,
  }
}
