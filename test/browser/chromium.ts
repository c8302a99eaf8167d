import { accessSync, constants } from 'node:fs'

/** Where Chromium and its like are usually installed. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser that tests run in: `SPECWARD_CHROMIUM`, or one at the usual places; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.SPECWARD_CHROMIUM
  return (named ? [named] : USUAL).find(isExecutable)
}

/** What to tell where there is none. */
export const NO_CHROMIUM =
  'No Chromium was found. Install it (Debian: `apt-get install chromium`) or name one by SPECWARD_CHROMIUM.'

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
