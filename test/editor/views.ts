import type { FrameLocator, Locator, Page } from 'playwright-core'
import { PATIENCE_MS, TRIES } from './patience.ts'

/** The view of what has been found, in the side bar. */
export class FindingsView {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Its rows from top to bottom, two blanks before those of a group. */
  async rows(): Promise<readonly string[]> {
    return this.#page.evaluate<readonly string[]>(ROWS)
  }

  /** Presses on a row until its file opens: one that is drawn again under the mouse does nothing. */
  async open(words: string, file: string): Promise<void> {
    const tab = this.#page.locator(`.tab.active[data-resource-name="${file}"]`)
    for (let tries = 1; ; tries++) {
      await this.#row(words).click()
      try {
        return await tab.waitFor({ timeout: PATIENCE_MS / TRIES })
      } catch (error) {
        if (tries === TRIES) throw error
      }
    }
  }

  #row(words: string): Locator {
    return this.#page.locator('.monaco-list[aria-label="Findings"] .monaco-list-row', { hasText: words })
  }

  /** Presses a button at its head. */
  async press(title: string): Promise<void> {
    await this.#page.locator(`.sidebar .title-actions .action-label[aria-label^="${title}"]`).click()
  }
}

/** What stands in a panel with a page of the extension, by the title of its tab. */
export async function pageOf(page: Page, title: string): Promise<FrameLocator> {
  await page.locator('.tab.active', { hasText: title }).waitFor()
  return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame')
}

const ROWS = `[...document.querySelectorAll('.monaco-list[aria-label="Findings"] .monaco-list-row')]
  .sort((a, b) => a.offsetTop - b.offsetTop)
  .map((row) => '  '.repeat(row.ariaLevel - 1) +
    [...row.querySelectorAll('.label-name, .label-description')].map((each) => each.textContent).join(' '))`
