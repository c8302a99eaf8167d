import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests that need a browser, which fail without one. */
export default defineConfig({
  ...base,
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    env: { SPECWARD_BROWSER: 'required' },
  },
})
