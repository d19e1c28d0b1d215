/** A random name for a video element. `crypto.randomUUID` is missing in pages without TLS, random bytes are not. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
