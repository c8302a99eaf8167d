import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sourceFiles, violations } from '../scripts/lib/architecture.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What is said about one file with the given text. */
function check(path: string, text: string): readonly string[] {
  return violations(new Map([[path, text]]))
}

describe('the source tree', () => {
  it('keeps to the directions of the architecture', async () => {
    const files = await sourceFiles(root)
    expect(files.size).toBeGreaterThan(50)
    expect(violations(files)).toEqual([])
  })
})

describe('the stages of core', () => {
  it.each([
    ['source/a.ts', '../resolve/b.ts'],
    ['spec/a.ts', '../source/b.ts'],
    ['resolve/a.ts', '../model/b.ts'],
    ['model/a.ts', '../evaluate/b.ts'],
    ['evaluate/a.ts', '../report/report.ts'],
    ['settle/deep/a.ts', '../../report/report.ts'],
    ['settle/a.ts', '../against/b.ts'],
    ['assess/a.ts', '../against/b.ts'],
    ['against/a.ts', '../report/report.ts'],
    ['report/a.ts', '../fix/plan.ts'],
    ['fix/a.ts', '../lint.ts'],
    ['fix/a.ts', '../fix-all.ts'],
  ])('%s must not import %s, which comes after it', (from, to) => {
    expect(check(`packages/core/src/${from}`, `import { b } from '${to}'`)).toHaveLength(1)
  })

  it.each([
    ['report/a.ts', '../settle/b.ts'],
    ['report/a.ts', './b.ts'],
    ['evaluate/a.ts', '../model/b.ts'],
    ['source/a.ts', '../policy/rule.ts'],
    ['resolve/a.ts', '../problem.ts'],
    ['lint.ts', './report/build.ts'],
    ['lint.ts', './run/plan.ts'],
    ['run/a.ts', '../report/build.ts'],
    ['run/a.ts', '../judge.ts'],
    ['against/a.ts', '../settle/b.ts'],
    ['report/a.ts', '../against/b.ts'],
    ['fix/a.ts', '../report/report.ts'],
    ['fix-all.ts', './fix/plan.ts'],
    ['fix-all.ts', './run/result.ts'],
  ])('%s may import %s', (from, to) => {
    expect(check(`packages/core/src/${from}`, `import { b } from '${to}'`)).toEqual([])
  })

  it('policy must not import evaluate', () => {
    const text = "import type { Evaluation } from '../evaluate/types.ts'"
    expect(check('packages/core/src/policy/load.ts', text)).toHaveLength(1)
  })

  it('policy may import model', () => {
    expect(
      check('packages/core/src/policy/load.ts', "import type { Facts } from '../model/model.ts'"),
    ).toEqual([])
  })

  it.each(['../lint.ts', '../judge.ts', '../run/plan.ts'])('no stage imports %s of the pipeline', (name) => {
    expect(check('packages/core/src/report/a.ts', `import { a } from '${name}'`)).toHaveLength(1)
    expect(check('packages/core/src/against/a.ts', `import { a } from '${name}'`)).toHaveLength(1)
  })

  it.each(['../lint.ts', '../index.ts', '../testing.ts', '../testing/check.ts'])(
    'the parts of the pipeline must not import %s, which is made of them',
    (name) => {
      expect(check('packages/core/src/run/a.ts', `import { a } from '${name}'`)).toHaveLength(1)
    },
  )
})

describe('the borders of packages', () => {
  it.each([
    'node:fs',
    '@specward/rulesets',
    '@specward/core',
    'commander',
    'left-pad',
    '../../../cli/src/io.ts',
  ])('core must not import %s', (name) => {
    expect(check('packages/core/src/model/a.ts', `import a from '${name}'`)).toHaveLength(1)
  })

  it('core reads YAML in source', () => {
    expect(check('packages/core/src/source/yaml.ts', "import { parseEvents } from 'js-yaml'")).toEqual([])
  })

  it('core reads YAML nowhere else', () => {
    expect(check('packages/core/src/policy/load.ts', "import { parse } from 'yaml'")).toHaveLength(1)
  })

  it.each([
    '@specward/core/testing',
    'node:url',
    '../../packages/core/src/json.ts',
    '@specward/language-server',
  ])('rules must not import %s', (name) => {
    expect(check('rulesets/input/no-x.ts', `import a from '${name}'`)).toHaveLength(1)
  })

  it('rules may share code among themselves', () => {
    expect(
      check('rulesets/input/no-x.ts', "import { defineRule } from '@specward/core'\nimport '../shared.ts'"),
    ).toEqual([])
  })

  it.each(['specward', '../../cli/src/io.ts', '@specward/core/dist/lint.js', 'node:fs'])(
    'the language server must not import %s',
    (name) => {
      expect(check('packages/language-server/src/index.ts', `import a from '${name}'`)).toHaveLength(1)
    },
  )

  it('the command line parses arguments in program/ alone', () => {
    expect(check('packages/cli/src/commands/lint.ts', "import { Command } from 'commander'")).toHaveLength(1)
    expect(check('packages/cli/src/program/lint.ts', "import type { Command } from 'commander'")).toEqual([])
  })

  it('what runs in browsers imports nothing of Node, and has the worker from io.ts alone', () => {
    expect(check('packages/cli/src/browser/options.ts', "import { join } from 'node:path'")).toHaveLength(1)
    expect(check('packages/cli/src/browser/options.ts', 'const now = performance.now()')).toHaveLength(1)
    expect(check('extension/src/extension-web.ts', "import { open } from 'node:fs/promises'")).toHaveLength(1)
  })

  it('the command line reaches the machine through io.ts alone', () => {
    expect(check('packages/cli/src/documents.ts', "import { readdir } from 'node:fs/promises'")).toHaveLength(
      1,
    )
    expect(check('packages/cli/src/io.ts', "import { readdir } from 'node:fs/promises'")).toEqual([])
    expect(check('packages/cli/src/io/put.ts', "import { open } from 'node:fs/promises'")).toEqual([])
    expect(check('packages/cli/src/io.ts', "import { put } from './io/put.ts'")).toEqual([])
    expect(check('packages/cli/src/reports.ts', "import { put } from './io/put.ts'")).toHaveLength(1)
  })
})

describe('what a rule makes of lists', () => {
  it.each([
    'found.push(...others)',
    'found.unshift(\n  ...others)',
    'const most = Math.max(...lengths)',
    'const least = Math.min(0, ...lengths)',
  ])('`%s` is refused: there can be more than fit into arguments', (text) => {
    expect(check('rulesets/schemas/a.ts', text)).toHaveLength(1)
  })

  it.each([
    'append(found, others)',
    'found.push({ ...one })',
    'Math.max(one, other)',
    'Math.max(1, [...text].length)',
  ])('`%s` is not', (text) => {
    expect(check('rulesets/schemas/a.ts', text)).toEqual([])
  })
})

describe('what is looked at', () => {
  it.each([
    ["export { a } from '../report/a.ts'"],
    ["export * from '../report/a.ts'"],
    ["import {\n  type A,\n  b,\n} from '../report/a.ts'"],
    ["import '../report/a.ts'"],
    ["const a = await import('../report/a.ts')"],
    ["type A = import('../report/a.ts').A"],
  ])('%j is an import', (text) => {
    expect(check('packages/core/src/model/a.ts', text)).toHaveLength(1)
  })

  it('an import of a computed name is refused', () => {
    expect(check('packages/core/src/model/a.ts', 'await import(name)')).toHaveLength(1)
  })

  it('an import in a comment is none', () => {
    expect(
      check(
        'packages/core/src/model/a.ts',
        "// import { a } from '../report/a.ts'\n/*\nimport 'node:fs'\n*/",
      ),
    ).toEqual([])
  })

  it.each([
    'process.exit(1)',
    'console.log(1)',
    'await fetch(url)',
    'Date.now()',
    'const now = new Date()',
    'Math.random()',
  ])('`%s` is use of the machine', (text) => {
    expect(check('packages/core/src/model/a.ts', text)).toHaveLength(1)
    expect(check('packages/cli/src/commands/lint.ts', text)).toHaveLength(1)
  })

  it.each(['link.process.run()', "const text = 'call process.exit()'", 'new Date(0)', 'processes.map(run)'])(
    '`%s` is not',
    (text) => {
      expect(check('packages/core/src/model/a.ts', text)).toEqual([])
    },
  )
})
