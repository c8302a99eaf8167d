/** What the server has to do with: not `git:` and the like, whose documents are the left side of a comparison. */
export const SELECTOR = [
  ...['yaml', 'json', 'jsonc'].map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: '**/*.{yaml,yml,json}' },
]
