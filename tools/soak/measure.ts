import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { browserSession, attach, listTargets, type Target } from '../lib/browser/targets.ts';
import type { ExtensionBrowser } from '../lib/browser/launch.ts';

/** What is measured of a browser with the extension in it, with its unit. */
export const QUANTITIES = {
  'page: memory of scripts': 'MB',
  'page: listeners': '',
  'page: nodes': '',
  'engine: memory of scripts': 'MB',
  'engine: tensors': '',
  'engine: memory of tensors': 'MB',
  'engine: listeners': '',
  'worker: memory of objects': 'MB',
  'session storage: records': '',
  'session storage: bytes': 'MB',
} as const;
export type Quantity = keyof typeof QUANTITIES;
export type Measured = Record<Quantity, number>;

const MB = 1e6;

function numberAt(source: Record<string, unknown>, name: string): number {
  const value = source[name];
  return typeof value === 'number' ? value : Number.NaN;
}

const SnapshotSchema = v.object({
  snapshot: v.object({
    meta: v.object({ node_fields: v.array(v.string()), node_types: v.tuple([v.array(v.string())]) }),
  }),
  nodes: v.array(v.number()),
});

/**
 * Bytes of all that a target holds, but for code: the browser compiles what runs often, again and again and ever faster, so that the
 * whole memory of a target that lives on grows for long, though it holds no more than before.
 */
async function objectsOf(target: Target): Promise<number> {
  const chunks: string[] = [];
  target.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(String(chunk)));
  await target.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  const { snapshot, nodes } = v.parse(SnapshotSchema, JSON.parse(chunks.join('')));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const code = types[0].indexOf('code');
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length)
    if (nodes[at + type] !== code) bytes += nodes[at + size] ?? 0;
  return bytes;
}

/** One look at everything, after what is garbage was collected. @throws Error if the engine is not there. */
export async function measure(browser: ExtensionBrowser, page: Page): Promise<Measured> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const pageHeap = await devtools.send('Runtime.getHeapUsage');
  const pageCounts = await devtools.send('Memory.getDOMCounters');
  await devtools.detach();

  const engine = await browser.offscreen();
  if (!engine) throw new Error('There is no engine page');
  await engine.send('HeapProfiler.collectGarbage');
  const engineHeap = await engine.send('Runtime.getHeapUsage');
  const engineCounts = await engine.send('Memory.getDOMCounters');
  // The library puts its one engine there.
  const tensors = (await engine.evaluate(
    '(({ numTensors, numBytes }) => [numTensors, numBytes])(globalThis._tfengine.memory())',
  )) as [number, number];
  await engine.detach();

  const worker = await browser.worker();
  const session = await browserSession(browser.context);
  const info = (await listTargets(session)).find(
    ({ type, url }) => type === 'service_worker' && url.startsWith(browser.url('')),
  );
  if (!info) throw new Error('The service worker is not running');
  const target = await attach(session, info);
  await target.send('HeapProfiler.collectGarbage');
  const workerObjects = await objectsOf(target);
  await target.detach();
  await session.detach();
  const stored = await worker.evaluate(async () => [
    Object.keys(await chrome.storage.session.get(null)).length,
    await chrome.storage.session.getBytesInUse(null),
  ]);

  return {
    'page: memory of scripts': pageHeap.usedSize / MB,
    'page: listeners': pageCounts.jsEventListeners,
    'page: nodes': pageCounts.nodes,
    'engine: memory of scripts': numberAt(engineHeap, 'usedSize') / MB,
    'engine: tensors': tensors[0],
    'engine: memory of tensors': tensors[1] / MB,
    'engine: listeners': numberAt(engineCounts, 'jsEventListeners'),
    'worker: memory of objects': workerObjects / MB,
    'session storage: records': stored[0] ?? Number.NaN,
    'session storage: bytes': (stored[1] ?? Number.NaN) / MB,
  };
}
