import { REPORT_FORMATS } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { INVISIBLE, NASTY, outsideCode, shapeOf } from '../../packages/core/src/report/shape.test-kit.ts'
import { type Files, project } from '../project.ts'
import { type Printed, runIn } from '../run-in.ts'

// T13: output that a description forges

/** Not written as a key: it would pass for a promise. */
const THEN = 'then'

const TODAY = '2026-01-01'

/** What no file name can hold, here or on other systems. */
const NOT_IN_NAMES = /[/\\\0\ud800-\udfff]/u

/**
 * A project in which a text stands in every place of a description, of a ruleset, of the policy and of the waivers that
 * reaches some output, and in the name of a file.
 */
function poisoned(text: string): Files {
  const name = NOT_IN_NAMES.test(text) ? 'part' : `part${text}`.slice(0, 80)
  const api = {
    openapi: '3.1.0',
    info: { title: `x${text}`, version: `1${text}`, description: text, summary: text },
    servers: [{ url: `http://example.com/${text}`, description: text }],
    tags: [{ name: `x${text}`, description: text }],
    security: [],
    [`x-${text}`]: text,
    paths: {
      [`/orders/${text}`]: { delete: operation(text), post: operation(text), get: operation(text) },
      '/parts': {
        get: {
          ...operation(text),
          operationId: 'parts',
          parameters: [{ $ref: `${encodeURIComponent(name)}.yaml` }],
        },
      },
      '/broken': { $ref: `#/nowhere${text}` },
    },
    components: {
      securitySchemes: { [`x${text}`]: { type: 'http', scheme: `basic${text}`, description: text } },
      schemas: {
        [`x${text}`]: {
          type: 'object',
          properties: { [`password${text}`]: { type: 'string', default: text, pattern: `^(a+)+${text}` } },
        },
      },
    },
  }
  const ruleset = {
    rules: {
      'has-contact': {
        given: '$.info',
        message: `${text.replaceAll('{{', '{ {')} {{value}} {{property}} {{path}}`,
        severity: 'error',
        [THEN]: { field: 'contact', function: 'truthy' },
      },
    },
  }
  const policy = {
    extends: ['specward:strict', './ruleset.yaml'],
    rules: {
      'has-owner': {
        select: 'operation',
        severity: 'warn',
        message: `x${text.replaceAll('{{', '{ {')} {{label}}`,
        description: `x${text}`,
        [THEN]: { field: 'x-owner', function: 'truthy' },
      },
    },
    policy: { gateway: { rateLimits: `x${text}` } },
    problems: [{ code: 'ref-not-found', severity: 'warn', reason: `x${text}` }],
  }
  const waivers = {
    waivers: [
      {
        rule: 'no-anonymous-write',
        operation: 'POST /orders/*',
        file: 'api.json',
        reason: `x${text}`,
        owner: `x${text}`,
        expires: '2026-03-01',
        ticket: `x${text}`,
      },
      {
        rule: 'no-trace-method',
        file: 'api.json',
        operation: 'GET /x',
        reason: `x${text}`,
        owner: `x${text}`,
        expires: '2025-03-01',
      },
    ],
  }
  return {
    'api.json': JSON.stringify(api, null, 1),
    [`${name}.yaml`]: `name: ${JSON.stringify(`id${text}`)}\nin: query\nschema: { type: string }\ndescription: ${JSON.stringify(text)}\n`,
    'ruleset.yaml': JSON.stringify(ruleset),
    'specward.yaml': JSON.stringify(policy),
    'specward.waivers.yaml': JSON.stringify(waivers),
  }
}

function operation(text: string): object {
  return {
    operationId: undefined,
    summary: text,
    description: text,
    tags: [`x${text}`],
    parameters: [
      {
        name: `token${text}`,
        in: 'query',
        description: text,
        schema: { $ref: `#/components/schemas/x${escaped(text)}` },
      },
    ],
    responses: {
      200: {
        description: text,
        content: { [`application/${text}`]: { schema: { $ref: `#/components/schemas/x${escaped(text)}` } } },
      },
    },
  }
}

function escaped(text: string): string {
  return encodeURIComponent(
    text
      .replaceAll(/[\ud800-\udfff]/gu, '\ufffd')
      .replaceAll('~', '~0')
      .replaceAll('/', '~1'),
  )
}

async function run(text: string, ...args: readonly string[]): Promise<Printed> {
  return runIn(await project(poisoned(text)), args, undefined, { today: () => TODAY })
}

/** What a terminal or a log would act on; line breaks are ours. */
function expectNothingActive({ out, err }: Printed): void {
  for (const printed of [out, err]) {
    expect(INVISIBLE.exec(printed.replaceAll('\r\n', '\n'))).toBeNull()
    // GitHub Actions leaves out white space before a command
    expect(printed).not.toMatch(/^\s*::(?!(?:error|warning|notice) )/m)
    expect(printed).not.toMatch(/^\s*##\[/m)
  }
}

/** What would begin a line where a long message is broken. */
const BROKEN = `${'word '.repeat(19)} ::error::fake ##[error]fake ::stop-commands::x`

/** Those that act where they are printed as they are. */
const ACTIVE = [...NASTY.filter((text) => INVISIBLE.test(text) || text.includes('\n')), BROKEN]

describe.each(REPORT_FORMATS)('`lint --format %s`', (format) => {
  it.each([...NASTY, BROKEN])('is not forged by %j anywhere in a project', async (text) => {
    const printed = await run(text, 'lint', 'api.json', '--format', format)
    expectNothingActive(printed)
    expect([3, 4], printed.err).toContain(printed.code)
    // it is what its readers take it for
    shapeOf(format, printed.out)
    if (format === 'csv') expect(formulas(printed.out)).toEqual([])
    if (format === 'html') expect(printed.out).not.toMatch(/<script>alert|<!-- specward|\son\w+=/)
    if (format === 'markdown' || format === 'github-summary')
      expect(outsideCodeOf(printed.out)).not.toMatch(/<script|\]\(1\)|(?<![\\`\w])@admin/)
  })
})

function outsideCodeOf(text: string): string {
  const lines = text.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '').split('\n')
  return lines.map(outsideCode).join('\n')
}

/** Cells that a spreadsheet would work out. */
function formulas(text: string): readonly string[] {
  const cells = text.split('\r\n').flatMap((line) => line.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [])
  return cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))
}

const COMMANDS: readonly (readonly string[])[] = [
  ['lint', 'api.json', '--verbose'],
  ['lint', 'api.json', '--fix-suggested', '--dry-run'],
  ['checklist', 'api.json', '--format', 'markdown'],
  ['checklist', 'api.json', '--format', 'csv'],
  ['checklist', 'api.json', '--format', 'html'],
  ['checklist', 'api.json', '--format', 'json'],
  ['waivers', 'api.json'],
  ['waivers', 'api.json', '--format', 'json'],
  ['rules'],
  ['rules', '--ruleset', 'ruleset.yaml'],
  ['explain', 'has-owner'],
  ['explain', 'has-contact', '--ruleset', 'ruleset.yaml'],
  ['config', 'api.json'],
  ['config', 'api.json', '--format', 'json'],
  ['attest', '--template', '--document', 'api.json'],
]

describe.each(COMMANDS.map((words) => [words.join(' '), words] as const))('`%s`', (_, words) => {
  it.each(ACTIVE)('prints nothing that acts for %j', async (text) => {
    const printed = await run(text, ...words)
    expect(printed.err).not.toMatch(/internal error/)
    // a difference holds the lines of the file as they are, for tools that apply it
    if (!words.includes('--dry-run')) expectNothingActive(printed)
  })
})

describe('what somebody types', () => {
  it.each(ACTIVE)('comes back harmless where it is wrong: %j', async (text) => {
    const typed = text.replaceAll('\0', '')
    for (const args of [
      ['lint', `x${typed}`],
      ['lint', `x${typed}*.yaml`],
      ['lint', '--format', `x${typed}`],
      ['lint', '--preset', `x${typed}`],
      ['lint', '--config', `x${typed}`],
      ['lint', '--output', `x${typed}/y`],
      ['lint', '--base', `x${typed}`],
      ['lint', '--ruleset', `x${typed}`],
      ['explain', `x${typed}`],
      [`x${typed}`],
    ])
      expectNothingActive(await runIn(await project({ 'api.json': '{}' }), args))
  })
})
