import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests that need the real VS Code, one file after the other: each has a whole editor to itself. */
export default defineConfig({
  ...base,
  test: {
    include: ['test/editor/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/editor/.installed/**'],
    globalSetup: ['test/editor/setup.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
})
