/** The part of picomatch 4 that is used here; the package brings no types of its own. */
declare module 'picomatch' {
  interface Options {
    readonly dot?: boolean
  }
  interface Scan {
    /** Leading part of the glob without magic: the folder to walk. */
    readonly base: string
    readonly glob: string
    readonly isGlob: boolean
  }
  const picomatch: {
    (glob: string | readonly string[], options?: Options): (path: string) => boolean
    scan(glob: string): Scan
  }
  export default picomatch
}
