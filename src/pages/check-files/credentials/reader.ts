import { kindOfFile, type FileKind } from '../../../files/kind.ts';
import type { Credentials } from './credentials.ts';
import { credentialsFrom, withoutManifest } from './from-store.ts';
import { mayHoldCredentials } from './marks.ts';
import type { ReadRequest, ReadResponse } from './worker.ts';

/** What the reader reads, of what this page checks. */
const FORMATS = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/tiff',
  'image/jxl',
];
/** The reader takes no more. */
const MOST_BYTES = 1024 ** 3;
/** A file that keeps it busy longer is given up. */
const LIMIT_MS = 60_000;

function formatOf(kind: FileKind): string | null {
  if (kind.medium === 'picture') return FORMATS.includes(kind.mime) ? kind.mime : null;
  if (kind.medium !== 'video') return null;
  return { mp4: 'video/mp4', avi: 'video/avi' }[kind.container as string] ?? null;
}

let requests = 0;

/**
 * The Content Credentials of a file.
 * @returns null if it has none, or is of a kind that has none.
 * @throws what `signal` was aborted with, Error if the reader could not be started or took too long.
 */
export async function readCredentials(file: Blob, signal: AbortSignal): Promise<Credentials | null> {
  const format = formatOf(await kindOfFile(file));
  if (format === null || file.size > MOST_BYTES || !(await mayHoldCredentials(file))) return null;
  signal.throwIfAborted();
  const response = await ask({ id: requests++, format, file }, signal);
  if ('store' in response) return credentialsFrom(response.store);
  return fromError(response.error);
}

/** Null for a file with nothing of that kind; else what there is, though it could not be read. */
export function fromError(message: string): Credentials | null {
  if (/JumbfNotFound|no JUMBF data|ProvenanceMissing/i.test(message)) return null;
  const url = /https?:\/\/[^\s"')]+/.exec(message)?.[0];
  if (/remote/i.test(message)) return withoutManifest('remote', url);
  console.warn('FakeFilter: Content Credentials could not be read:', message);
  return withoutManifest('unreadable');
}

/** A worker of its own each time: files with credentials are few, and what reads hostile ones does not live on. */
function ask(request: ReadRequest, signal: AbortSignal): Promise<ReadResponse> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<ReadResponse>((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error('The Content Credentials took too long to read')),
      LIMIT_MS,
    );
    signal.addEventListener('abort', () => reject(new Error('Cancelled', { cause: signal.reason })));
    worker.addEventListener('message', ({ data }: MessageEvent<ReadResponse>) => {
      clearTimeout(limit);
      resolve(data);
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(`The reader failed: ${message}`)));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
