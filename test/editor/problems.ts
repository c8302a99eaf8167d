import type { Locator, Page } from 'playwright-core'

/** The Problems panel. */
export class Problems {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Rows of the panel from top to bottom, those of files and those of what is found in them. */
  async rows(): Promise<readonly string[]> {
    return this.#page.evaluate<readonly string[]>(ROWS)
  }

  row(words: string | RegExp): Locator {
    return this.#page.locator('.markers-panel .monaco-list-row', { hasText: words })
  }
}

const ROWS = `[...document.querySelectorAll('.markers-panel .monaco-list-row')]
  .sort((a, b) => a.offsetTop - b.offsetTop)
  .map((row) => row.innerText.replace(/\\s+/g, ' ').trim())`
