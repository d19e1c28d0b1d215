import type { Response } from '../messages/protocol.ts';
import { sendToFrame } from '../messages/send.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { inject } from './injection.ts';

/** Checks that the user asked for by hand. The click or key press gives access to the tab (`activeTab`). */

/** Has one frame check the video with this source, else the one under the pointer, else its largest visible one. */
export async function checkInFrame(tabId: number, frameId: number, srcUrl: string): Promise<boolean> {
  try {
    return (await sendToFrame(tabId, frameId, 'content.check', { srcUrl })).found;
  } catch (error) {
    if (!(error instanceof NoReceiverError)) throw error;
  }
  await inject(tabId, frameId);
  return (await sendToFrame(tabId, frameId, 'content.check', { srcUrl })).found;
}

/** Has the first frame of the tab that shows a video check its largest. */
export async function checkLargest(tabId: number): Promise<boolean> {
  for (const frameId of (await inject(tabId, 'all')).sort((a, b) => a - b)) {
    if (
      await answered(
        sendToFrame(tabId, frameId, 'content.check', { srcUrl: '' }),
        (answer) => answer.found,
        false,
      )
    ) {
      return true;
    }
  }
  return false;
}

/** Has all frames check all videos that can be seen, and adds up what they tell. */
export async function checkTab(tabId: number): Promise<Response<'content.checkAll'>> {
  const frames = await inject(tabId, 'all');
  const none = { found: 0, started: 0 };
  const checks = await Promise.all(
    frames.map((frameId) =>
      answered(sendToFrame(tabId, frameId, 'content.checkAll', {}), (answer) => answer, none),
    ),
  );
  return checks.reduce(
    (sum, { found, started }) => ({ found: sum.found + found, started: sum.started + started }),
    none,
  );
}

/** A frame that was left while it was asked counts as `otherwise`. */
async function answered<A, R>(answer: Promise<A>, read: (answer: A) => R, otherwise: R): Promise<R> {
  try {
    return read(await answer);
  } catch (error) {
    if (error instanceof NoReceiverError) return otherwise;
    throw error;
  }
}
