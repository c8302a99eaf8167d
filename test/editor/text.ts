import type { Locator, Page } from 'playwright-core'

/** The group of editors that has the focus. */
export const FRONT = '.editor-group-container.active'

interface Place {
  /** From 1. */
  readonly line: number
  readonly column: number
}

interface Box extends Place {
  /** The middle of its beginning, in pixels of the window. */
  readonly x: number
  readonly y: number
}

/** Whether something comes up that VS Code may also drop: then one asks for it again. */
async function appears(what: Locator): Promise<boolean> {
  return what.waitFor({ timeout: 5_000 }).then(
    () => true,
    () => false,
  )
}

/** The text in front: what a person sees of it and does with it. Only lines on the screen are there. */
export class TextInFront {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** All lines that are on the screen. */
  async lines(): Promise<readonly string[]> {
    return this.#page.evaluate<readonly string[]>(`(${LINES})().map(({ text }) => text)`)
  }

  /** Puts the cursor before a text, or after it. */
  async goTo(text: string, where: 'before' | 'after' = 'before'): Promise<void> {
    const { line, column } = await this.#find(text)
    const at = column + (where === 'after' ? text.length : 0)
    const there = this.#page.locator('.statusbar-item', {
      hasText: new RegExp(`Ln ${line}, Col ${at}(?!\\d| \\()`),
    })
    // a file that was just opened from a list may select what it was opened for a moment later
    for (let attempts = 1; ; attempts += 1) {
      await this.#page.keyboard.press('Control+g')
      await this.#page.locator('.quick-input-widget:visible .quick-input-box input').fill(`:${line}:${at}`)
      await this.#page.keyboard.press('Enter')
      if (await appears(there)) return
      if (attempts === 5) throw new Error(`The cursor does not get to line ${line}, column ${at}.`)
    }
  }

  /** Selects a text and types another one. */
  async replace(text: string, by: string): Promise<void> {
    await this.goTo(text)
    for (const _ of text) await this.#page.keyboard.press('Shift+ArrowRight')
    await this.#page.locator('.statusbar-item', { hasText: `(${text.length} selected)` }).waitFor()
    if (by === '') await this.#page.keyboard.press('Delete')
    else await this.#page.keyboard.type(by)
    // what is suggested meanwhile is not wanted
    await this.#page.keyboard.press('Escape')
  }

  /** Puts the mouse on a text and returns what is told about it. */
  async hover(text: string): Promise<string> {
    const shown = this.#page.locator('.monaco-resizable-hover:visible .monaco-hover-content')
    await this.#page.mouse.move(5, 5)
    await shown.first().waitFor({ state: 'hidden' })
    const { x, y } = await this.#find(text)
    await this.#page.mouse.move(x, y, { steps: 4 })
    await shown.first().waitFor()
    return shown.innerText()
  }

  /** Lines that are underlined as errors, warnings or informations. */
  get squiggles(): Locator {
    return this.#page.locator(`${FRONT} :is(.squiggly-error, .squiggly-warning, .squiggly-info)`)
  }

  /** What stands above lines, such as who may call an operation. */
  get lenses(): Locator {
    return this.#page.locator(`${FRONT} .codelens-decoration`)
  }

  /** What is offered for a text, from the light bulb. */
  async offers(text: string): Promise<readonly string[]> {
    await this.#askForOffers(text)
    return (await this.#offered.allInnerTexts()).map((each) => each.trim())
  }

  /** Takes what is offered for a text. */
  async take(text: string, offer: string | RegExp): Promise<void> {
    await this.#askForOffers(text)
    const chosen = this.#offered.filter({ hasText: offer }).first()
    // the menu lets the mouse through once it moves
    await chosen.hover({ force: true })
    await chosen.click()
    await this.#offered.first().waitFor({ state: 'hidden' })
  }

  get #offered(): Locator {
    return this.#page.locator('.action-widget .monaco-list-row.action')
  }

  async #askForOffers(text: string): Promise<void> {
    await this.goTo(text)
    // VS Code drops what it was asked for when diagnostics of the file change meanwhile: one asks again
    for (let attempts = 1; ; attempts += 1) {
      await this.#page.keyboard.press('Control+.')
      if (await appears(this.#offered.first())) return
      if (attempts === 5) throw new Error(`Nothing is offered for \`${text}\`.`)
      await this.#page.keyboard.press('Escape')
    }
  }

  /** Asks what could stand at the cursor, and returns it. */
  async completions(): Promise<readonly string[]> {
    await this.#page.keyboard.press('Control+Space')
    const rows = this.#page.locator('.suggest-widget.visible .monaco-list-row')
    await rows.first().waitFor()
    return (await rows.locator('.label-name').allInnerTexts()).map((each) => each.trim())
  }

  /** Where a text is on the screen. */
  async #find(text: string): Promise<Box> {
    const found = await this.#page.waitForFunction(`(${FIND})(${JSON.stringify(text)})`)
    return (await found.jsonValue()) as Box
  }
}

/** Lines on the screen, by their number; VS Code draws them in any order, with blanks that do not break. */
const LINES = `() => {
  const editor = document.querySelector('${FRONT} .monaco-editor.focused, ${FRONT} .monaco-editor')
  const top = (element) => Math.round(element.getBoundingClientRect().top)
  const numbers = new Map()
  for (const each of editor.querySelectorAll('.margin-view-overlays .line-numbers'))
    numbers.set(top(each.parentElement), Number(each.textContent))
  return [...editor.querySelectorAll('.view-lines > .view-line')]
    .map((element) => ({ element, line: numbers.get(top(element)), text: element.textContent.replaceAll('\\u00a0', ' ') }))
    .filter(({ line }) => line !== undefined)
    .sort((a, b) => a.line - b.line)
}`

/** Where a text begins, once it is on the screen. */
const FIND = `(text) => {
  const shown = (${LINES})().find((each) => each.text.includes(text))
  if (!shown) return undefined
  const start = shown.text.indexOf(text)
  const walker = document.createTreeWalker(shown.element, NodeFilter.SHOW_TEXT)
  let before = 0
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length
    if (start < before + length) {
      const range = document.createRange()
      range.setStart(node, start - before)
      range.setEnd(node, start - before + 1)
      const { left, top, height, width } = range.getBoundingClientRect()
      return { line: shown.line, column: start + 1, x: left + width / 2, y: top + height / 2 }
    }
    before += length
  }
}`
