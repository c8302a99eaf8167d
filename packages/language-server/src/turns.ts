/** Lets the editor say what it has said already: what is judged then is the newest text. */
export async function everythingSaid(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((done) => setImmediate(done))
}
