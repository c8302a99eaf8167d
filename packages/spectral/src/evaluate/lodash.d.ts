/** What is used of it; it comes without types. */
declare module 'lodash' {
  const lodash: {
    get(value: unknown, path: string): unknown
    toPath(path: string | readonly unknown[]): string[]
  }
  export default lodash
}
