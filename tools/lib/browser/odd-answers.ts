import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/**
 * How servers answer that do not keep to the rules, as `?odd=NAME` of a test server. Each names what it does; all else is as
 * it should be.
 */
export const ODD_ANSWERS = [
  /** No range can be satisfied, though the first request was answered. */
  'refuses-ranges',
  /** Parts come without saying which. */
  'unnamed-ranges',
  /** Parts come from a thousand bytes before the place they are said to be from. */
  'wrong-ranges',
  /** The length that is told is twice the body, after which the connection ends. */
  'too-long',
  /** The length that is told is half the body. */
  'too-short',
  /** The connection breaks off after half of the file. */
  'broken-off',
  /** After half of the file nothing more comes, and the connection stays. */
  'stalls',
  /** Packed for the way, whole. */
  'gzip',
] as const;
export type OddAnswer = (typeof ODD_ANSWERS)[number];

/** @param file all of it. @param type its media type. */
export function answerOddly(
  odd: OddAnswer,
  { headers }: IncomingMessage,
  response: ServerResponse,
  file: Buffer,
  type: string,
): void {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  const start = Number(asked?.[1] ?? 0);
  const last = Math.min(file.length - 1, asked?.[2] ? Number(asked[2]) : file.length - 1);
  const body = file.subarray(start, last + 1);
  const half = Math.floor(file.length / 2);
  const told = { 'content-type': type, 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
  const range = asked ? { 'content-range': `bytes ${start}-${last}/${file.length}` } : {};
  const status = asked ? 206 : 200;
  switch (odd) {
    case 'refuses-ranges':
      if (start > 0) response.writeHead(416, told).end();
      else response.writeHead(200, { ...told, 'content-length': file.length }).end(file);
      return;
    case 'unnamed-ranges':
      response.writeHead(status, { ...told, 'content-length': body.length }).end(body);
      return;
    case 'wrong-ranges': {
      const other = start < 1000 ? body : file.subarray(start - 1000, last + 1 - 1000);
      response.writeHead(status, { ...told, ...range, 'content-length': other.length }).end(other);
      return;
    }
    case 'too-long':
      response.writeHead(status, { ...told, ...range, 'content-length': 2 * body.length });
      response.write(body, () => response.destroy());
      return;
    case 'too-short': {
      const length = Math.ceil(body.length / 2);
      response.writeHead(status, { ...told, ...range, 'content-length': length });
      response.end(body.subarray(0, length));
      return;
    }
    case 'broken-off':
    case 'stalls': {
      response.writeHead(status, { ...told, ...range, 'content-length': body.length });
      const end = odd === 'stalls' ? (): void => undefined : (): void => void response.destroy();
      if (start >= half) end();
      else response.write(file.subarray(start, Math.min(half, last + 1)), end);
      return;
    }
    case 'gzip': {
      const packed = gzipSync(file);
      const coding = { 'content-encoding': 'gzip', 'content-length': packed.length };
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...coding }).end(packed);
    }
  }
}
