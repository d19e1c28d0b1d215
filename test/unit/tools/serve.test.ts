import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolders, type TestServer } from '../../../tools/lib/browser/serve.ts';

let folder = '';
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-serve-'));
  await writeFile(path.join(folder, 'a.webm'), '0123456789');
  await writeFile(path.join(folder, 'index.html'), '<title>Home</title>');
  server = await serveFolders({ '/': folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
])('the range %s', async (range, status, body, contentRange) => {
  const response = await fetch(`${server.origin}/a.webm`, { headers: { range } });
  expect(response.status).toBe(status);
  expect(await response.text()).toBe(body);
  expect(response.headers.get('content-range')).toBe(contentRange);
});

test('both origins serve the same, and neither lets other origins read it', async () => {
  for (const origin of [server.origin, server.foreign]) {
    const response = await fetch(`${origin}/a.webm`, { headers: { origin: 'http://example.org' } });
    expect(await response.text()).toBe('0123456789');
    expect(response.headers.get('content-type')).toBe('video/webm');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect(new URL(server.origin).hostname).not.toBe(new URL(server.foreign).hostname);
});

test('a folder is its index page; what is missing is 404', async () => {
  expect(await (await fetch(`${server.origin}/`)).text()).toBe('<title>Home</title>');
  expect((await fetch(`${server.origin}/none.webm`)).status).toBe(404);
});

test.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd'])(
  'nothing outside of the folder is served: %s',
  async (target) => {
    // Not by fetch, which would tidy the address up.
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(server.origin);
      request({ hostname, port, path: target }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  },
);
