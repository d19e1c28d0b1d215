import { expect, test } from 'vitest';
import type { CDPSession } from 'playwright-core';
import { poll } from '../../tools/lib/poll.ts';
import { isFinal, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';

/** What the content script does while a page is scrolled, counted: times depend on the machine. */
const stage = useStage({ site: true });

const STEPS = 60;

/** What makes the browser lay the page out, or ask its layout. */
const READS = `
  globalThis.reads = 0;
  const count = (prototype, name) => {
    const { value } = Object.getOwnPropertyDescriptor(prototype, name);
    prototype[name] = function (...given) { globalThis.reads++; return Reflect.apply(value, this, given); };
  };
  count(Element.prototype, 'getBoundingClientRect');
  count(Element.prototype, 'checkVisibility');
  count(Document.prototype, 'elementsFromPoint');
  count(globalThis, 'getComputedStyle');
`;

/** The content script's world in a page. */
async function world(session: CDPSession): Promise<(expression: string) => Promise<unknown>> {
  const contextId = await new Promise<number>((resolve) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.startsWith('chrome-extension:')) resolve(context.id);
    });
    void session.send('Runtime.enable');
  });
  return async (expression) => {
    const { result } = await session.send('Runtime.evaluate', { expression, contextId, returnByValue: true });
    const value: unknown = result.value;
    return value;
  };
}

/** Scrolls a feed step by step. @returns reads of the layout, and how long it took in s. */
async function readsOf(videos: number): Promise<{ reads: number; seconds: number }> {
  const posts = Array.from(
    { length: videos },
    (_, i) =>
      `<p>Post ${i}</p><video ${i < 3 ? 'src="/clips/no-face.webm"' : ''} muted loop autoplay></video>`,
  );
  const page = await stage.openHtml(
    `<!doctype html><title>Feed</title><style>video { display: block; width: 480px; height: 270px }</style>${posts.join('')}`,
  );
  await page.waitForTimeout(2500);
  const evaluate = await world(await page.context().newCDPSession(page));
  await evaluate(READS);
  const seconds = await page.evaluate<number>(`(async () => {
    const start = performance.now();
    for (let i = 0; i < ${STEPS}; i++) {
      scrollBy(0, 10);
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - start) / 1000;
  })()`);
  return { reads: Number(await evaluate('reads')), seconds };
}

test('scrolling past 200 videos takes no more looks at the layout than past 10, but for one a second at each', async () => {
  const few = await readsOf(10);
  const many = await readsOf(200);
  // A badge that was placed with every step took a dozen looks and more for each video that was ever in sight.
  expect(few.reads).toBeLessThan(STEPS * 3);
  expect(many.reads - 200 * Math.ceil(many.seconds + 1)).toBeLessThan(STEPS * 3);
});

/** Videos that are listened to, and at whose places it was looked. */
const LISTENED = `
  globalThis.listened = new Set();
  globalThis.looked = new Set();
  const note = (prototype, name, noted) => {
    const { value } = Object.getOwnPropertyDescriptor(prototype, name);
    prototype[name] = function (...given) {
      if (this?.localName === 'video') noted.add(this);
      return Reflect.apply(value, this, given);
    };
  };
  note(EventTarget.prototype, 'addEventListener', listened);
  note(Element.prototype, 'getBoundingClientRect', looked);
`;

test('of many videos those far from the screen are not listened to', async () => {
  const page = await stage.openHtml(
    '<!doctype html><title>Many</title><style>video { display: block; height: 270px }</style>',
  );
  const evaluate = await world(await page.context().newCDPSession(page));
  await evaluate(LISTENED);
  await page.evaluate("document.body.innerHTML = '<video></video>'.repeat(400)");
  await poll('each of them to be looked at', async () => (await evaluate('looked.size')) === 400);
  const listened = Number(await evaluate('listened.size'));
  expect(listened).toBeGreaterThan(0);
  expect(listened).toBeLessThan(100);
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  await poll(
    'the last of them to be listened to',
    async () => Number(await evaluate('listened.size')) > listened,
  );
});

/** Frames that the content script copies, and pixels that it draws or reads. */
const FRAMES = `
  globalThis.frames = { copyTo: 0, drawImage: 0, getImageData: 0 };
  for (const name of Object.keys(frames)) {
    const prototype = (name === 'copyTo' ? VideoFrame : OffscreenCanvasRenderingContext2D).prototype;
    const { value } = Object.getOwnPropertyDescriptor(prototype, name);
    prototype[name] = function (...given) { frames[name]++; return Reflect.apply(value, this, given); };
  }
`;

/** The largest difference between what a player shows and the same frame made of its planes again, in steps of 255. */
const DIFFERENCE = `(async () => {
  const video = document.querySelector('video');
  video.pause();
  const frame = new VideoFrame(video);
  const bytes = new Uint8Array(frame.allocationSize());
  await frame.copyTo(bytes);
  const { width, height } = frame.visibleRect;
  const again = new VideoFrame(bytes, { format: frame.format, codedWidth: width, codedHeight: height, timestamp: 0, colorSpace: frame.colorSpace.toJSON() });
  const [shown, made] = [frame, again].map((source) => {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    context.drawImage(source, 0, 0);
    source.close();
    return context.getImageData(0, 0, width, height).data;
  });
  return shown.reduce((most, value, i) => Math.max(most, Math.abs(value - made[i])), 0);
})()`;

test('frames are sent as they were decoded, and are the same pixels when they are drawn elsewhere', async () => {
  const page = await stage.openHtml(
    '<!doctype html><title>Planes</title><video src="/clips/one-face.webm" muted loop autoplay></video>',
  );
  const evaluate = await world(await page.context().newCDPSession(page));
  await evaluate(FRAMES);
  await waitForBadge(page, 'some frames', (badge) => isFinal(badge) || /^Checking [3-9]/.test(badge.words));
  expect(Number(await evaluate('frames.copyTo'))).toBeGreaterThan(0);
  expect(await evaluate('frames.getImageData')).toBe(0);
  // The small picture for the popup is drawn once, by two steps.
  expect(Number(await evaluate('frames.drawImage'))).toBeLessThanOrEqual(2);
  expect(await page.evaluate(DIFFERENCE)).toBe(0);
});
