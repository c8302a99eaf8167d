import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests that need a browser, which fail without one. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    isolate: true,
    include: ['test/browser/**/*.test.ts'],
    env: { SPECWARD_BROWSER: 'required' },
  },
})
