/**
 * What code of rulesets prints goes to standard error, out of the report and of what a server says. Neither the stream nor
 * the console is made before something is printed: most runs print nothing.
 */
export function consoleToErrors(): void {
  let made: Console | undefined
  Object.defineProperty(globalThis, 'console', {
    configurable: true,
    get() {
      made ??= new (process.getBuiltinModule('node:console').Console)(process.stderr)
      return made
    },
    set(other: Console) {
      made = other
    },
  })
}
