import {
  NOTHING_FOREIGN,
  type Path,
  type Problem,
  type RulesetEngine,
  type RulesetReference,
  type SourceFile,
} from '@specward/core'

const WHERE =
  'Rulesets of Spectral do not run in a browser; VS Code on the desktop and the command line run them.'

/** Says of every ruleset of Spectral that it is not judged by here, and runs none. */
export const noSpectral: RulesetEngine = {
  async load({ rulesets, host }) {
    const digest = host.sha256(JSON.stringify(rulesets.map(nameOf)))
    return {
      sources: [],
      digest,
      isUnread: true,
      files: rulesets.flatMap((each) => atOf(each)?.file ?? []),
      rules: [],
      problems: rulesets.map(unjudged),
      judge: async () => NOTHING_FOREIGN,
      finish: () => [],
    }
  },
  async schemaFunction() {
    return {
      fault: () => undefined,
      judge() {
        throw new Error('the function `schema` does not run in a browser')
      },
    }
  },
}

function unjudged(reference: RulesetReference): Problem {
  const said =
    'name' in reference
      ? `The ruleset \`${lastName(reference.name)}\` is not judged by here, and what it would find is not told.`
      : 'These rules are not judged by here, and what they would find is not told.'
  return { code: 'rule-failed', severity: 'warn', message: `${said} ${WHERE}`, ...placeOf(reference) }
}

/** Where a ruleset is asked for, or the one that was found without being asked for. */
function placeOf(reference: RulesetReference): Pick<Problem, 'uri' | 'span'> {
  const at = atOf(reference)
  if (!at) return 'name' in reference ? { uri: reference.name } : {}
  const place = at.file.locate(at.path)
  return { uri: at.file.uri, ...(place ? { span: place.key ?? place.value } : {}) }
}

function atOf(reference: RulesetReference): { readonly file: SourceFile; readonly path: Path } | undefined {
  return 'definition' in reference ? reference : reference.at
}

/** What tells a ruleset from others. */
function nameOf(reference: RulesetReference): readonly unknown[] {
  return 'name' in reference ? [reference.name, reference.base] : [reference.definition]
}

function lastName(name: string): string {
  return /[^/]+$/.exec(name)?.[0] ?? name
}
