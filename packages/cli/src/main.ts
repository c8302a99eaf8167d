import { Command, CommanderError } from 'commander'
import { end, type Io, leave, nodeIo, watchOver } from './io.ts'
import type { ReportOption } from './reports.ts'
import { UsageError } from './usage.ts'

/** Runs the program with the machine as it is; what the executable calls. */
export async function start(): Promise<void> {
  const io = nodeIo()
  // a server speaks over standard output, and its editor ends it
  if (io.args[0] !== 'lsp') watchOver()
  leave(await run(io))
  if (io.args[0] !== 'lsp') end()
}

/**
 * Runs one command.
 * @returns the exit code: 0 clean, 1 the gate failed, 2 usage or configuration, 3 something could not be judged,
 * 4 the policy itself is not kept
 */
export async function run(io: Io): Promise<number> {
  let code = 0
  const done = (result: number): void => {
    code = result
  }
  try {
    await (await createProgram(io, done)).parseAsync(io.args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof UsageError) {
      io.err(`error: ${error.message}\n`)
      return 2
    }
    io.err(internalError(error, io))
    return 3
  }
}

async function createProgram(io: Io, done: (code: number) => void): Promise<Command> {
  const program = new Command('specward')
    .description('Reviews OpenAPI and AsyncAPI descriptions against security policy.')
    .version(await versionOf(io), '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('Run `specward --help`, or `specward help <command>`, for what it takes.')
    .helpCommand('help [command]', 'explain a command and its options')
  const config = [
    '-c, --config <file>',
    'use this configuration instead of the nearest specward.yaml',
  ] as const
  const preset = [
    '-p, --preset <name>',
    'use this preset instead of those of the configuration; repeatable',
    collect,
  ] as const
  const color = ['--no-color', 'never use colors'] as const
  const ruleset = [
    '-r, --ruleset <name>',
    'run this Spectral ruleset (file, URL, npm package or `spectral:oas`), and nothing else unless `--preset` or ' +
      '`--config` is given as well; repeatable',
    collect,
  ] as const
  const scripts = ['--allow-scripts', 'let rulesets run code that was not named on the command line'] as const
  const reports: ReportOption[] = []
  const note = (option: ReportOption['option']) => (value: string) => void reports.push({ option, value })

  program
    .command('lint')
    .description('judge API descriptions')
    .argument(
      '[files...]',
      'files, folders, URLs, quoted globs (`**`, `{a,b}`), `!glob` to leave out, `-` for standard input; without any, ' +
        'all API descriptions below the working directory',
    )
    .option(
      '-f, --format <format>',
      'text (as a rule), json, sarif, junit, github, github-summary, gitlab, markdown, html, oscal or csv; repeatable, each with ' +
        'its --output',
      note('format'),
    )
    .option('-o, --output <file>', 'write the report of the format before it to a file', note('output'))
    .option(...config)
    .option(...preset)
    .option(...ruleset)
    .option(...scripts)
    .option('--fail-on <severity>', 'exit with 1 from this severity on: error, warn, info, hint or never')
    .option(
      '--base <commit or file>',
      'fail only on what is new since a commit, a JSON report or a baseline; without it, since the baseline ' +
        '(specward.baseline.json) that is found',
    )
    .option('--no-baseline', 'judge without the baseline that is found')
    .option('-q, --quiet', 'print only what fails the run')
    .option('--changed', 'take the files for what changed: judge those that are descriptions, or part of one')
    .option('--stdin-filename <name>', 'file name that standard input is judged under')
    .option('--verbose', 'list fingerprints of findings, what was accepted, and every file that was skipped')
    .option('--timing', 'add milliseconds for each stage and rule')
    .option(...color)
    .action(async (files, options) => {
      const { lintCommand } = await import('./commands/lint.ts')
      done(await lintCommand(files, { ...options, reports }, io, program.version() ?? ''))
    })

  program
    .command('baseline')
    .description(
      'record what is found today, so that `lint` fails on what is new; later, take out what is fixed',
    )
    .argument('[files...]', 'the same as for `lint`')
    .option(
      '-o, --output <file>',
      'write it there instead of specward.baseline.json beside the specward.yaml, else in the working directory',
    )
    .option('--accept-new', 'take new findings into a baseline that is there')
    .option('--allow-incomplete', 'write it although something could not be judged')
    .option(...config)
    .option(...preset)
    .option(...ruleset)
    .option(...scripts)
    .action(async (files, options) => {
      const { baselineCommand } = await import('./commands/baseline.ts')
      done(await baselineCommand(files, options, io, program.version() ?? ''))
    })

  program
    .command('test')
    .description('hold what the policy finds in descriptions against what they mark')
    .argument(
      '[files...]',
      'tests, folders, quoted globs, `!glob` to leave out; without any, all *.policy-test.yaml, .yml and .json below ' +
        'the working directory',
    )
    .option('-f, --format <format>', 'text or json', 'text')
    .option(...config)
    .option(...preset)
    .option('--all', 'put every rule that is on under test, not those of your own alone')
    .option('--coverage', 'tell which rules never fired and which never stayed silent')
    .option('--min <percent>', 'exit with 1 when fewer rules have done both')
    .option(...ruleset)
    .option(...scripts)
    .option(...color)
    .action(async (files, options) => {
      const { testCommand } = await import('./commands/test.ts')
      done(await testCommand(files, options, io, program.version() ?? ''))
    })

  program
    .command('checklist')
    .description('write the design-review checklist of API descriptions')
    .argument('[files...]', 'as for `lint`')
    .option('-f, --format <format>', 'markdown, html, csv, json or oscal', 'markdown')
    .option('-o, --output <file>', 'write it to a file')
    .option('--framework <id>', 'by the requirements of a framework, such as owasp-api-2023')
    .option(
      '--fail-on <result>',
      'exit with 1 when a control fails (fail), or is open as well (open), or is left to review as well (review)',
      'never',
    )
    .option(...config)
    .option(...preset)
    .option(...ruleset)
    .option(...scripts)
    .action(async (files, options) => {
      const { checklistCommand } = await import('./commands/checklist.ts')
      done(await checklistCommand(files, options, io, program.version() ?? ''))
    })

  program
    .command('attest')
    .description("record a person's answer to a control in specward.attestations.yaml")
    .argument('[controls...]', 'ids of controls, such as AUTHZ-3')
    .option('-d, --document <file>', 'the description that the answer is about')
    .option(
      '--answer <word>',
      'yes, no or not-applicable; that of the entry that is replaced, where nothing is said',
    )
    .option('--by <name>', 'who answers')
    .option('--evidence <text>', 'a link or a text that shows it; needed for yes')
    .option('--comment <text>', 'what else is to be said; for not-applicable, why')
    .option('--operations <label>', 'only for these operations, `*` for any characters; repeatable', collect)
    .option('--valid <days>', 'how long the answer holds, such as 180d')
    .option('--template', 'print entries to fill in for all open questions instead')
    .option(...config)
    .option(...preset)
    .action(async (controls, options) => {
      const { attestCommand } = await import('./commands/attest.ts')
      done(await attestCommand(controls, options, io, program.version() ?? ''))
    })

  program
    .command('waive')
    .description('accept a finding for a time: adds an entry to specward.waivers.yaml')
    .argument('<fingerprint>', 'of the finding, from a report or `specward lint --verbose`')
    .argument(
      '[files...]',
      'where the finding is; without any, all API descriptions below the working directory',
    )
    .requiredOption('--expires <when>', 'last day on which it holds: 2027-01-31, or days from today: 30d')
    .option('--reason <text>', 'why the finding is accepted')
    .option('--owner <who>', 'who answers for it; SPECWARD_OWNER in the environment does as well')
    .option('--ticket <ticket>', 'where it is followed up')
    .option('--approver <who>', 'who agreed to it')
    .option('--renew', 'change the waiver that is there already instead of adding one')
    .option(...config)
    .option(...preset)
    .option(...ruleset)
    .option(...scripts)
    .action(async (fingerprint, files, options) => {
      const { waiveCommand } = await import('./commands/waive.ts')
      done(await waiveCommand(fingerprint, files, options, io, program.version() ?? ''))
    })

  program
    .command('waivers')
    .description('list the waivers with what became of them')
    .argument('[files...]', 'what to judge; without any, all API descriptions below the working directory')
    .option('-f, --format <format>', 'text or json', 'text')
    .option('--prune', 'remove the waivers that are not needed any more')
    .option(...config)
    .option(...preset)
    .option(...ruleset)
    .option(...scripts)
    .option(...color)
    .action(async (files, options) => {
      const { waiversCommand } = await import('./commands/waivers.ts')
      done(await waiversCommand(files, options, io, program.version() ?? ''))
    })

  program
    .command('init')
    .description('write a specward.yaml that fits the API descriptions below the working directory')
    .option('--force', 'replace the specward.yaml that is there')
    .action(async (options) => {
      const { initCommand } = await import('./commands/init.ts')
      done(await initCommand(options, io, program.version() ?? ''))
    })

  program
    .command('rules')
    .description('list the rules')
    .option('-f, --format <format>', 'text or json', 'text')
    .option('-p, --preset <name>', 'list the rules of this preset alone')
    .option('-r, --ruleset <name>', 'list the rules of this Spectral ruleset instead; repeatable', collect)
    .option(...scripts)
    .action(async (options) => {
      const { rulesCommand } = await import('./commands/rules.ts')
      done(await rulesCommand(options, io, program.version() ?? ''))
    })

  program
    .command('controls')
    .description(
      'list the controls that a review asks for, who can tell whether they hold, and what they map to',
    )
    .argument('[control]', 'show this control: its question, evidence, rules and mappings')
    .option('-f, --format <format>', 'text or json', 'text')
    .option(
      '--framework <id>',
      'list the requirements of this standard with their controls: owasp-api-2023, ...',
    )
    .option('--rows', 'list practices and threats with their controls')
    .option(...config)
    .action(async (control, options) => {
      const { controlsCommand } = await import('./commands/controls.ts')
      done(await controlsCommand(control, options, io, program.version() ?? ''))
    })

  program
    .command('explain')
    .description('show what a rule finds, why it matters and how to fix it')
    .argument('<rule>', 'id of a rule, of Specward or of the policy for the working directory')
    .option(...config)
    .option('-r, --ruleset <name>', 'look in this Spectral ruleset as well; repeatable', collect)
    .option(...scripts)
    .option(...color)
    .action(async (rule, options) => {
      const { explainCommand } = await import('./commands/explain.ts')
      done(await explainCommand(rule, options, io, program.version() ?? ''))
    })

  program
    .command('config')
    .description('show the policy that a document is judged by, and where each setting comes from')
    .argument('[file]', 'a description or a folder; without it, the working directory')
    .option('-f, --format <format>', 'text or json', 'text')
    .option(...config)
    .option(...preset)
    .option(...ruleset)
    .option(...scripts)
    .option(...color)
    .action(async (file, options) => {
      const { configCommand } = await import('./commands/config.ts')
      done(await configCommand(file, options, io, program.version() ?? ''))
    })

  program
    .command('lsp')
    .description('start the language server, for editors')
    .option('--stdio', 'talk over standard input and output; there is no other way')
    .action(async () => {
      const { lspCommand } = await import('./commands/lsp.ts')
      await lspCommand(io, program.version() ?? '')
    })

  return program
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}

async function versionOf(io: Io): Promise<string> {
  return JSON.parse((await io.packageFile('package.json')) ?? '{}').version ?? ''
}

function internalError(error: unknown, io: Io): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const stack = io.env.SPECWARD_DEBUG && error instanceof Error ? `${error.stack}\n` : ''
  return (
    `internal error: ${message}\n${stack}` +
    'This is a fault of Specward, not of your description; nothing was judged to the end. Please report it with ' +
    'the command, the version (`specward --version`) and what SPECWARD_DEBUG=1 in the environment adds to this.\n'
  )
}
