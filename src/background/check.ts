import type { Response } from '../messages/protocol.ts';
import { sendToFrame } from '../messages/send.ts';
import { LateError } from '../messages/timers.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { noteAsked } from './asked.ts';
import { inject } from './injection.ts';

/** Checks that the user asked for by hand. The click or key press gives access to the tab (`activeTab`). */

/** Has one frame check the video with this source, else the one under the pointer, else its largest visible one. */
export async function checkInFrame(tabId: number, frameId: number, srcUrl: string): Promise<boolean> {
  await noteAsked(tabId, frameId);
  try {
    return (await sendToFrame(tabId, frameId, 'content.check', { srcUrl })).found;
  } catch (error) {
    if (!(error instanceof NoReceiverError)) throw error;
  }
  await inject(tabId, frameId);
  return (await sendToFrame(tabId, frameId, 'content.check', { srcUrl })).found;
}

/** Has the first frame of the tab that shows a video check its largest. @throws LateError if no frame answered. */
export async function checkLargest(tabId: number): Promise<boolean> {
  const frames = (await inject(tabId, 'all')).sort((a, b) => a - b);
  const answers: Answer<{ found: boolean }>[] = [];
  for (const frameId of frames) {
    await noteAsked(tabId, frameId);
    const answer = await answered(sendToFrame(tabId, frameId, 'content.check', { srcUrl: '' }));
    if (answer !== 'left' && !(answer instanceof LateError) && answer.found) return true;
    answers.push(answer);
  }
  given(answers);
  return false;
}

/** Has all frames check all videos that can be seen, and adds up what they tell. @throws LateError if no frame answered. */
export async function checkTab(tabId: number): Promise<Response<'content.checkAll'>> {
  const frames = await inject(tabId, 'all');
  const answers = await Promise.all(
    frames.map(async (frameId) => {
      await noteAsked(tabId, frameId);
      return answered(sendToFrame(tabId, frameId, 'content.checkAll', {}));
    }),
  );
  return given(answers).reduce(
    (sum, { found, started }) => ({ found: sum.found + found, started: sum.started + started }),
    { found: 0, started: 0 },
  );
}

/** Has one video checked again that ended in a failure. @throws as `sendToFrame`. */
export async function retryVideo(tabId: number, frameId: number, video: string): Promise<boolean> {
  await noteAsked(tabId, frameId);
  return (await sendToFrame(tabId, frameId, 'content.retry', { video })).found;
}

/** What a frame answered, that it was left meanwhile, or that it does not answer. */
type Answer<A> = A | 'left' | LateError;

async function answered<A>(answer: Promise<A>): Promise<Answer<A>> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoReceiverError) return 'left';
    if (error instanceof LateError) return error;
    throw error;
  }
}

/** The answers that were given. @throws LateError if there are none since frames were silent. */
function given<A>(answers: readonly Answer<A>[]): A[] {
  const there = answers.filter((answer): answer is A => answer !== 'left' && !(answer instanceof LateError));
  const late = answers.find((answer) => answer instanceof LateError);
  if (there.length === 0 && late) throw late;
  return there;
}
