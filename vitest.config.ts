import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const conditions = ['specward:source']

const exclude = ['**/node_modules/**', '**/dist/**']

/** What is skipped without a browser. */
const BROWSER = 'test/browser/**/*.test.ts'

/** Of the pure packages, what asks the collector of garbage of the process to work. */
const ALONE = ['packages/language-server/src/workspace/slim.test.ts']

/** Begins with the tests of the whole, which take longest: at the end, a processor would wait for one of them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isOfTheWhole = ({ moduleId }: TestSpecification) =>
      relative(import.meta.dirname, moduleId).startsWith('test')
    const sorted = await super.sort(files)
    return [...sorted.filter(isOfTheWhole), ...sorted.filter((each) => !isOfTheWhole(each))]
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['packages/{core,conformance,language-server}/src/**/*.test.ts', 'rulesets/**/*.test.ts'],
          exclude: [...exclude, ...ALONE],
          // nothing of the process is changed there: what all files import is imported once for many of them
          isolate: false,
        },
      },
      { extends: true, test: { name: 'browser', include: [BROWSER], exclude } },
      {
        extends: true,
        test: {
          name: 'machine',
          include: [
            'packages/{cli,spectral}/src/**/*.test.ts',
            'extension/src/**/*.test.ts',
            'test/**/*.test.ts',
            'scripts/**/*.test.mjs',
            ...ALONE,
          ],
          // those in the real VS Code have a configuration of their own
          exclude: [...exclude, 'test/editor/**', BROWSER],
        },
      },
    ],
  },
})
