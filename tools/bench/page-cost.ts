import type { CDPSession, Page } from 'playwright-core';

/** What one page costs its main thread. Times are of the thread itself, so that other processes do not count. */
export interface PageCost {
  /** Main-thread milliseconds a second, and what scripts take of it. */
  task: number;
  script: number;
  /** A second. */
  frames: number;
  /** ms by the clock, so that others count; 0 where none took longer than 50. */
  longestTask: number;
  /** MiB, after garbage was collected. */
  heap: number;
}

/** One feed, and what happens to it. */
export interface FeedCase {
  name: string;
  videos: number;
  /** Posts in a row, and the width of a video in px. */
  columns: number;
  width: number;
  /** It scrolls in a box of its own. */
  boxed: boolean;
  /** px a second; 0 for a feed that stands. */
  speed: number;
  /** Elements put in or taken out a second. */
  mutations: number;
}

export function feedAddress(origin: string, { videos, columns, width, boxed }: FeedCase): string {
  const query = new URLSearchParams({ src: '/clips/one-face.webm' });
  for (const [name, value] of Object.entries({ videos, columns, width })) query.set(name, String(value));
  if (boxed) query.set('boxed', '');
  return `${origin}/index.html?${query}`;
}

const COUNTERS = ['TaskDuration', 'ScriptDuration', 'JSHeapUsedSize'] as const;

async function counters(session: CDPSession): Promise<Record<(typeof COUNTERS)[number], number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  const [task, script, heap] = COUNTERS.map(read);
  return { TaskDuration: task ?? 0, ScriptDuration: script ?? 0, JSHeapUsedSize: heap ?? 0 };
}

/** Measures a feed that is open, for so many seconds. */
export async function measurePage(
  page: Page,
  { speed, mutations }: Pick<FeedCase, 'speed' | 'mutations'>,
  seconds: number,
): Promise<PageCost> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await counters(session);
    const ran = await page.evaluate<{ frames: number; longTasks: number[]; seconds: number }>(
      `bench.run(${JSON.stringify({ seconds, speed, mutations })})`,
    );
    const after = await counters(session);
    await session.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize } = await counters(session);
    const rate = (name: 'TaskDuration' | 'ScriptDuration'): number =>
      ((after[name] - before[name]) * 1000) / ran.seconds;
    return {
      task: rate('TaskDuration'),
      script: rate('ScriptDuration'),
      frames: ran.frames / ran.seconds,
      longestTask: Math.max(0, ...ran.longTasks),
      heap: JSHeapUsedSize / 2 ** 20,
    };
  } finally {
    await session.detach();
  }
}
