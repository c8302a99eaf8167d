import { type Io, reasonOf } from './io.ts'
import { nameOf, uriOf } from './uris.ts'
import { UsageError } from './usage.ts'

const MARK = '\ufeff'

/**
 * Writes a record that people keep beside the policy, with a byte order mark where it had one. A write that fails leaves
 * the old one whole.
 * @param path absolute
 * @throws UsageError when it cannot be written
 */
export async function saveRecord(path: string, text: string, io: Io): Promise<void> {
  const obstacle = await recordObstacle(path, io)
  if (obstacle) throw obstacle
  const mark = (await io.text(path))?.startsWith(MARK) && !text.startsWith(MARK) ? MARK : ''
  try {
    await io.replace(path, mark + text)
  } catch (error) {
    throw unwritable(path, reasonOf(error), io)
  }
}

/** Why a record could not be written, as far as that can be known beforehand; undefined when it can. */
export async function recordObstacle(path: string, io: Io): Promise<UsageError | undefined> {
  const obstacle = await io.obstacle(path)
  return obstacle === undefined ? undefined : unwritable(path, obstacle, io)
}

function unwritable(path: string, reason: string, io: Io): UsageError {
  return new UsageError(`\`${nameOf(uriOf(path), io.cwd)}\` cannot be written: ${reason}.`)
}
