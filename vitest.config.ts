import { defineConfig } from 'vitest/config'

const conditions = ['specward:source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'extension/src/**/*.test.ts',
      'rulesets/**/*.test.ts',
      'test/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    // those in the real VS Code have a configuration of their own
    exclude: ['**/node_modules/**', '**/dist/**', 'test/editor/**'],
    testTimeout: 60_000,
  },
})
