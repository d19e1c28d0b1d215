import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tell } from '../../tools/lib/browser/tell.ts';
import { writeFigures } from '../../tools/reliability/figures.ts';
import { envelopes, goodRequests, type Envelope } from '../fuzz/requests.ts';
import { isJudged, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';
import { sized } from '../support/suite.ts';

/** Malformed, nearly right and right messages to the real handlers, from every context that can send some. */
const stage = useStage({ site: true });

const MESSAGES = sized({ short: 500, long: 100_000 });
const BATCH = 250;
/** Whoever does not answer for so long hangs. */
const LIMIT_MS = 60_000;
/** What a program says of itself when it broke, not of what it was given. */
const BROKEN =
  /TypeError|ReferenceError|is not a function|Cannot read|undefined|Invalid array length|call stack|out of memory/i;

/** Runs in whichever context: sends all at once. @returns of each what was answered, and the ms of the slowest. */
const SEND = `async (envelopes, send, limitMs) => {
  let slowest = 0;
  const answers = await Promise.all(envelopes.map(async (envelope) => {
    const begin = Date.now();
    const late = new Promise((resolve) => setTimeout(resolve, limitMs, 'late'));
    const answer = await Promise.race([late, Promise.resolve().then(() => send(envelope)).then(
      (reply) => (reply === undefined || reply === null ? 'none' : reply.ok === true ? 'ok' : typeof reply.error === 'string' ? 'refused: ' + reply.error : 'odd'),
      (error) => 'none: ' + error)]);
    slowest = Math.max(slowest, Date.now() - begin);
    return answer;
  }));
  return { answers, slowest };
}`;

interface Answers {
  answers: string[];
  slowest: number;
}

test(
  `${MESSAGES} messages: each is answered or refused in words, and the extension goes on`,
  async () => {
    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    await waitForBadge(page, 'a verdict on the face', isJudged, 90_000);
    const tabId = await stage.tabId(page);
    const office = await stage.browser.page('licenses.txt');
    const { bootId } = await tell(office, 'engine.status', {});
    const good = goodRequests(tabId, stage.server.origin);

    const inPage = (code: string): Promise<Answers> => office.evaluate<Answers>(code);
    const inWorker = async (code: string): Promise<Answers> =>
      (await stage.browser.worker()).evaluate<Answers>(code);
    const toRuntime = 'chrome.runtime.sendMessage(envelope)';
    const senders = {
      page: { contexts: ['engine', 'background', 'content'], send: toRuntime, run: inPage },
      content: {
        contexts: ['engine', 'background'],
        send: toRuntime,
        // In the isolated world of the page, as the content script is.
        run: async (code: string) =>
          inWorker(`chrome.scripting.executeScript({ target: { tabId: ${tabId} }, args: [${JSON.stringify(code)}], func: (code) => {
          const [, envelopes, limitMs] = JSON.parse(code);
          return (${SEND})(envelopes, (envelope) => ${toRuntime}, limitMs);
        } }).then(([{ result }]) => result)`),
      },
      background: { contexts: ['engine'], send: toRuntime, run: inWorker },
      tab: { contexts: ['content'], send: `chrome.tabs.sendMessage(${tabId}, envelope)`, run: inWorker },
    } as const;

    const figures = { messages: 0, ok: 0, refused: 0, unanswered: 0, slowestMs: 0 };
    const broken = new Map<string, Envelope>();
    const shares = ['page', 'content', 'page', 'content', 'page', 'content', 'background', 'tab'] as const;
    for (let batch = 0; figures.messages < MESSAGES; batch++) {
      const from = shares[batch % shares.length] ?? 'page';
      const { contexts, send, run } = senders[from];
      const some = fc.sample(envelopes(good, contexts), { numRuns: BATCH, seed: batch });
      const list = JSON.stringify(some.map(({ envelope }) => envelope));
      const { answers, slowest } = await run(
        from === 'content'
          ? JSON.stringify([0, some.map(({ envelope }) => envelope), LIMIT_MS])
          : `(${SEND})(${list}, (envelope) => ${send}, ${LIMIT_MS})`,
      );
      figures.messages += answers.length;
      figures.slowestMs = Math.max(figures.slowestMs, slowest);
      answers.forEach((answer, i) => {
        const one = some[i];
        if (answer === 'ok') figures.ok++;
        else if (answer.startsWith('refused')) figures.refused++;
        else if (answer.startsWith('none')) figures.unanswered++;
        // The border says what was wrong with a message; a handler that was let down by one would say so in other words.
        const failed =
          answer === 'late' ||
          answer === 'odd' ||
          (answer.startsWith('refused') && !answer.startsWith('refused: ×') && BROKEN.test(answer));
        if (failed && one) broken.set(`${from} ${one.name}: ${answer.slice(0, 200)}`, one);
      });
    }
    await writeFigures('fuzz-messages', figures);
    expect(
      [...broken].map(([what, { envelope }]) => `${what} ⇐ ${JSON.stringify(envelope).slice(0, 500)}`),
    ).toEqual([]);

    // Nobody was ended by it, and the extension does what it is for.
    const status = await tell(office, 'engine.status', {});
    expect(status).toMatchObject({ bootId, phase: 'ready' });
    await stage.setSite(true);
    const another = await stage.open('video.html', { src: '/clips/one-face-right.webm' });
    await waitForBadge(another, 'a verdict on the face', isJudged, 90_000);
  },
  sized({ short: 240_000, long: 3_600_000 }),
);
