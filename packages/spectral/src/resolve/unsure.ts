/** Thrown by the quick way where it cannot be sure of the original's result; nothing has been changed by then. */
export class Unsure extends Error {
  override readonly name = 'Unsure'
}
