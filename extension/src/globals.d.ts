// Of what browsers have beside Node: what the client uses there.

declare class Worker {
  constructor(url: string, options?: { readonly name?: string })
  terminate(): void
}
