import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { answerOddly, ODD_ANSWERS } from './odd-answers.ts';

/**
 * Two loopback servers with the same files: the pages' own origin and a second one that plays the part of another host.
 * Neither sends CORS headers, so videos of the second taint a canvas. Byte ranges work, as players need them for seeking.
 * Addresses may ask for what real servers do: `?norange` ignores ranges, `?referer` refuses who does not say where it comes from,
 * `?type=` names another media type, `?redirect=` leads on to another address, and `?odd=` answers as {@link ODD_ANSWERS} say.
 */
export interface TestServer {
  /** `http://127.0.0.1:<port>`, the pages' origin. */
  origin: string;
  /** `http://localhost:<port>`, the foreign origin. */
  foreign: string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.m3u8': 'application/vnd.apple.mpegurl',
};

/** @returns null if the header asks for no range, 'unsatisfiable' if for one outside the file. */
function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}

/** The file an address means; null if it lies outside its folder. The longest fitting prefix of `mounts` wins. */
function fileFor(url: string, mounts: Readonly<Record<string, string>>): string | null {
  const wanted = decodeURIComponent(new URL(url, 'http://host').pathname);
  const prefix = Object.keys(mounts)
    .filter((candidate) => wanted.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const folder = prefix === undefined ? undefined : mounts[prefix];
  if (prefix === undefined || folder === undefined) return null;
  const file = path.join(folder, wanted.slice(prefix.length));
  if (file !== folder && !file.startsWith(folder + path.sep)) return null;
  return wanted.endsWith('/') ? path.join(file, 'index.html') : file;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  mounts: Readonly<Record<string, string>>,
): Promise<void> {
  if (request.url === '/favicon.ico') {
    response.writeHead(204).end();
    return;
  }
  const file = fileFor(request.url ?? '/', mounts);
  const info = file === null ? null : await stat(file).catch(() => null);
  if (file === null || !info?.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const asked = new URL(request.url ?? '/', 'http://host').searchParams;
  const redirect = asked.get('redirect');
  if (redirect !== null) {
    response.writeHead(302, { location: redirect }).end();
    return;
  }
  if (asked.has('referer') && !request.headers.referer) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('no referrer');
    return;
  }
  const odd = ODD_ANSWERS.find((one) => one === asked.get('odd'));
  if (odd !== undefined) {
    answerOddly(odd, request, response, await readFile(file), TYPES[path.extname(file)] ?? '');
    return;
  }
  const range = asked.has('norange') ? null : rangeOf(request.headers.range, info.size);
  const headers = {
    'content-type': asked.get('type') ?? TYPES[path.extname(file)] ?? 'application/octet-stream',
    ...(!asked.has('norange') && { 'accept-ranges': 'bytes' }),
    // Asked for anew each time. A page with `no-store` does not come back from the browser's back/forward cache.
    'cache-control': path.extname(file) === '.html' ? 'no-cache' : 'no-store',
  };
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${info.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: info.size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': end - start + 1,
    ...(range && { 'content-range': `bytes ${start}-${end}/${info.size}` }),
  });
  if (request.method === 'HEAD' || info.size === 0) {
    response.end();
    return;
  }
  const stream = createReadStream(file, { start, end });
  // A player drops connections as it seeks: the file is then closed, and that is all there is to do.
  response.on('close', () => stream.destroy());
  stream.on('error', (error) => response.destroy(error));
  stream.pipe(response);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

/**
 * Serves folders until closed.
 * @param mounts - address prefix, ending in '/', → folder: `{ '/': 'test/pages', '/clips/': '.cache/clips' }`.
 * @param port - of the first server; the second gets the next. 0 lets the system choose both.
 */
export async function serveFolders(mounts: Readonly<Record<string, string>>, port = 0): Promise<TestServer> {
  const absolute = Object.fromEntries(
    Object.entries(mounts).map(([prefix, folder]) => [prefix, path.resolve(folder)]),
  );
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response, absolute).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };
  const first = createServer(handler);
  const second = createServer(handler);
  const own = await listen(first, port);
  const foreign = await listen(second, port === 0 ? 0 : port + 1);
  return {
    origin: `http://127.0.0.1:${own}`,
    foreign: `http://localhost:${foreign}`,
    async close() {
      await Promise.all([stop(first), stop(second)]);
    },
  };
}
