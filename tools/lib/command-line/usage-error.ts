/** A program of this folder was called wrongly; the message says how. It ends with status 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
