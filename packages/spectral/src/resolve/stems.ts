/** A target of references: its pointer as the first reference writes it, and where that leads. */
export interface Target {
  /** Counted from 0. */
  readonly id: number
  readonly pointer: string
  readonly path: readonly string[]
}

/**
 * Which targets hold references to which others, which decides whether a holder is left as it is. The original names
 * the places between a holder and what it has in common with its target by joining their keys unescaped; only names
 * that are pointers of targets count in the end, so that nothing else is kept here.
 */
export class Stems {
  readonly #targets: ReadonlyMap<string, Target>
  readonly #firsts: ReadonlySet<string | undefined>
  readonly #next: number[][]
  readonly #byPath = new PathTree()
  readonly #reach: Reach

  constructor(
    targets: ReadonlyMap<string, Target>,
    holders: readonly (
      | { readonly path: readonly string[]; readonly pointer: string; readonly target: Target }
      | undefined
    )[],
  ) {
    this.#targets = targets
    this.#firsts = new Set([...targets.values()].map(({ pointer }) => pointer.split('/')[1]))
    this.#next = Array.from(targets, () => [])
    for (const target of targets.values()) this.#byPath.add(target.path, target.id)
    for (const holder of holders) {
      if (holder !== undefined) this.#enter(holder.path, holder.pointer, holder.target)
    }
    this.#reach = new Reach(this.#next.map((next) => [...new Set(next)]))
  }

  #enter(path: readonly string[], pointer: string, target: Target): void {
    if (!this.#canMatter(path, target.path)) return
    let stem = '#'
    let tail = ''
    for (const [index, part] of path.entries()) {
      if (part === target.path[index]) {
        stem += `/${part}`
        continue
      }
      tail += `/${part}`
      const name = stem + tail
      if (name === pointer || name === target.pointer) continue
      const from = this.#targets.get(name)
      if (from !== undefined) this.#next[from.id]?.push(target.id)
    }
  }

  /** Whether one of the names can be that of a target, by its first key: most holders are far away from all. */
  #canMatter(path: readonly string[], target: readonly string[]): boolean {
    const length = Math.min(path.length, target.length)
    for (let index = 0; index < length; index++) if (path[index] === target[index]) return true
    const first = path[0]
    return first === undefined || first.includes('/') || this.#firsts.has(first)
  }

  /** Targets that a place lies in, or that are this place. */
  around(path: readonly string[]): readonly number[] {
    return this.#byPath.around(path)
  }

  /** Whether the references in one target lead, over any number of others, to another one. */
  leads(from: number, to: number): boolean {
    return from !== to && this.#reach.from(from, to)
  }
}

interface Branch {
  readonly ids: number[]
  readonly branches: Map<string | number, Branch>
}

/** Targets by path. The original takes segments that begin with the same number for equal: `200` and `200 OK`. */
class PathTree {
  readonly #root: Branch = { ids: [], branches: new Map() }

  add(path: readonly string[], id: number): void {
    let branch = this.#root
    for (const segment of path) {
      const key = keyOf(segment)
      const known = branch.branches.get(key)
      const next = known ?? { ids: [], branches: new Map() }
      if (known === undefined) branch.branches.set(key, next)
      branch = next
    }
    branch.ids.push(id)
  }

  around(path: readonly string[]): readonly number[] {
    let found: readonly number[] = this.#root.ids
    let branch: Branch | undefined = this.#root
    for (const segment of path) {
      branch = branch.branches.get(keyOf(segment))
      if (branch === undefined) break
      if (branch.ids.length > 0) found = found.length === 0 ? branch.ids : [...found, ...branch.ids]
    }
    return found
  }
}

function keyOf(segment: string): string | number {
  const number = Number.parseInt(segment, 10)
  return Number.isNaN(number) ? segment : number
}

/** Reachability in a graph whose rings are taken together. */
class Reach {
  readonly #next: readonly (readonly number[])[]
  readonly #ring: Int32Array
  readonly #ringSize: number[] = []
  /** By ring: to which others it leads. */
  readonly #after: number[][] = []
  readonly #seen: Int32Array
  #last = -1
  #stamp = 0

  constructor(next: readonly (readonly number[])[]) {
    this.#next = next
    this.#ring = new Int32Array(next.length).fill(-1)
    this.#findRings()
    for (let ring = 0; ring < this.#ringSize.length; ring++) this.#after.push([])
    for (const [node, targets] of next.entries()) {
      const from = this.#ring[node] ?? -1
      for (const target of targets) {
        const to = this.#ring[target] ?? -1
        if (to !== from) this.#after[from]?.push(to)
      }
    }
    this.#seen = new Int32Array(this.#ringSize.length)
  }

  from(from: number, to: number): boolean {
    const start = this.#ring[from] ?? -1
    const goal = this.#ring[to] ?? -1
    if (start === goal) return (this.#ringSize[start] ?? 0) > 1
    if (this.#last !== start) this.#spread(start)
    return this.#seen[goal] === this.#stamp
  }

  #spread(start: number): void {
    this.#last = start
    const stamp = ++this.#stamp
    const todo = [start]
    for (let ring = todo.pop(); ring !== undefined; ring = todo.pop()) {
      for (const after of this.#after[ring] ?? []) {
        if (this.#seen[after] === stamp) continue
        this.#seen[after] = stamp
        todo.push(after)
      }
    }
  }

  /** Tarjan's strongly connected components, without recursion. */
  #findRings(): void {
    const index = new Int32Array(this.#next.length).fill(-1)
    const low = new Int32Array(this.#next.length)
    const open: number[] = []
    let count = 0
    for (const root of this.#next.keys()) {
      if (index[root] !== -1) continue
      const stack: { readonly node: number; next: number }[] = [{ node: root, next: 0 }]
      for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
        const { node } = frame
        if (frame.next === 0) {
          index[node] = count
          low[node] = count++
          open.push(node)
        }
        const next = this.#next[node]?.[frame.next++]
        if (next === undefined) {
          stack.pop()
          this.#close(node, index, low, open)
          const parent = stack.at(-1)
          if (parent !== undefined) low[parent.node] = Math.min(low[parent.node] ?? 0, low[node] ?? 0)
        } else if (index[next] === -1) stack.push({ node: next, next: 0 })
        else if (this.#ring[next] === -1) low[node] = Math.min(low[node] ?? 0, index[next] ?? 0)
      }
    }
  }

  #close(node: number, index: Int32Array, low: Int32Array, open: number[]): void {
    if (low[node] !== index[node]) return
    const ring = this.#ringSize.length
    let size = 0
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      this.#ring[member] = ring
      size++
      if (member === node) break
    }
    this.#ringSize.push(size)
  }
}
