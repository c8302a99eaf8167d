import type { Operation } from '../model/concepts.ts'
import { visible } from './visible.ts'

/** What the descriptions tell of which the policy may want to know. */
export interface Survey {
  /** Hosts of servers that can be reached from everywhere, but for those of public test brokers. */
  readonly hosts: ReadonlySet<string>
  /** Labels of reads that are open to anybody by a `security` of their own. */
  readonly publicReads: ReadonlySet<string>
}

/** Whether an operation says with a `security` of its own that anybody may read by it, and nothing says why. */
export function isOpenRead({ kind, isSafe, classes, security, publicReason }: Operation): boolean {
  const isKnown = classes.has('health') || classes.has('metadata') || publicReason !== undefined
  const isOpen = security.kind === 'public' && !security.inherited
  return kind === 'http' && isSafe && isOpen && !isKnown
}

/** Proposals of one kind that are written down; nobody reads through more. */
const MOST = 20

/**
 * A first `specward.yaml`: what applies in any case, and as comments what the organisation alone can confirm.
 * @param schema path of the JSON Schema, where it is installed
 */
export function initialPolicy(survey: Survey, schema: string | undefined): string {
  const lines = [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`, '']),
    '# The policy that the API descriptions here are judged by. `specward rules` lists the rules,',
    '# `specward explain <rule>` says more about one.',
    '',
    'extends: [specward:recommended]   # specward:strict asks for more',
    '',
    '# The least severity of a finding that fails the run: error, warn, info, hint or never.',
    'failOn: error',
    '',
    '# What your organisation knows and a description cannot say. Take the `#` away from what is true.',
    '#',
    ...policy(survey).map((line) => `# ${line}`),
  ]
  return `${lines.join('\n')}\n`
}

function policy({ publicReads, hosts }: Survey): readonly string[] {
  return ['policy:', ...publicOperations(publicReads), ...allowedHosts(hosts)]
}

function publicOperations(labels: ReadonlySet<string>): readonly string[] {
  const known = proposals(labels)
  const entries = known.flatMap((label) => [
    `    - operation: ${scalar(label)}`,
    '      reason:   # why nobody need authenticate',
  ])
  const example = ['    - operation: POST /login', '      reason: Signing in is where a session begins.']
  return [
    known.length > 0
      ? '  # Operations that anybody may call, each with the reason. These say so with a `security` of their own.'
      : '  # Operations that anybody may call, each with the reason.',
    '  publicOperations:',
    ...(known.length > 0 ? [...entries, ...rest(labels, known)] : example),
  ]
}

function allowedHosts(hosts: ReadonlySet<string>): readonly string[] {
  const known = proposals(hosts).filter((host) => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(host))
  return [
    known.length > 0
      ? '  # Hosts that are your own or that you trust. These are those of the servers in the descriptions.'
      : '  # Hosts that are your own or that you trust.',
    '  allowedHosts:',
    ...(known.length > 0
      ? [...known.map((host) => `    - ${scalar(host)}`), ...rest(hosts, known)]
      : ["    - '*.example.com'"]),
  ]
}

/** In order, without what could break out of its line. */
function proposals(names: ReadonlySet<string>): readonly string[] {
  const plain = [...names].filter((name) => visible(name) === name && name.length <= 200)
  return plain.sort().slice(0, MOST)
}

function rest(all: ReadonlySet<string>, told: readonly string[]): readonly string[] {
  const more = all.size - told.length
  return more > 0 ? [`    # and ${more} more`] : []
}

/** A text as YAML: plain where that is sure to be read back as the same text. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w /{}.~-]*[\w/}]$/.test(text) && /[/.]/.test(text)
  return isPlain ? text : JSON.stringify(text)
}
