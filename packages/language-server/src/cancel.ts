import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver'

/**
 * Waits for work, but no longer than the editor does.
 * @throws ResponseError when the request is cancelled; the work goes on
 */
export async function unlessCancelled<Result>(
  work: Promise<Result>,
  token: CancellationToken | undefined,
): Promise<Result> {
  if (!token) return work
  if (token.isCancellationRequested) {
    work.catch(() => undefined)
    throw cancelled()
  }
  const { promise, reject } = rejectable<never>()
  const listening = token.onCancellationRequested(() => reject(cancelled()))
  try {
    return await Promise.race([work, promise])
  } finally {
    listening.dispose()
  }
}

/** A promise that somebody else may reject, and that nobody has to wait for. */
export function rejectable<Result>(): {
  readonly promise: Promise<Result>
  readonly reject: (error: Error) => void
} {
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<Result>((_, refuse) => {
    reject = refuse
  })
  promise.catch(() => undefined)
  return { promise, reject: (error) => reject(error) }
}

/** What is answered to a request that the editor has cancelled. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The editor has cancelled the request.')
}
