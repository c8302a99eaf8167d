declare module 'lodash.topath' {
  export default function toPath(path: string): string[]
}
