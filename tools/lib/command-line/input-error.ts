/** A file that a program was given is not as it should be; the message says how. It ends with status 64. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}
