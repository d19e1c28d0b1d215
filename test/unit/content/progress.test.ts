import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  START,
  advance,
  claimOf,
  looksAgain,
  wantsFrames,
  type Progress,
  type ProgressEvent,
} from '../../../src/content/progress.ts';
import { face, videoState } from './states.ts';

const after = (...events: ProgressEvent[]): Progress => events.reduce(advance, START);
const ASKED: ProgressEvent = { type: 'asked' };
const ON: ProgressEvent = { type: 'automatic', on: true };
const SOURCE: ProgressEvent = { type: 'source' };
const FORGET: ProgressEvent = { type: 'forget' };
const judged = (change: Parameters<typeof videoState>[0] = {}): ProgressEvent => ({
  type: 'answer',
  response: { status: 'judged', state: videoState(change) },
});
const failed: ProgressEvent = { type: 'answer', response: { status: 'failed', reason: 'selfTest' } };
const finished = judged({ phase: 'done', verdict: { kind: 'manipulated' } });

describe('a video nobody wants checked', () => {
  test('wants no frames', () => expect(wantsFrames(START)).toBe(false));
  test('takes no answer that comes late', () => expect(after(finished)).toBe(START));
  test('is idle again when the site is switched off', () => {
    const off = after(ON, finished, { type: 'automatic', on: false });
    expect(off).toMatchObject({ phase: 'idle', state: null });
  });
});

describe('whose frame comes first', () => {
  test.each([
    ['of a video that has come far', after(ON, judged({ framesSeen: 5 })), { asked: false, frames: 5 }],
    ['of one asked for', after(ASKED), { asked: true, frames: 0 }],
    ['of one with its verdict', after(ASKED, finished), { asked: false, frames: 0 }],
    [
      'of one whose next scene is looked at',
      after(ASKED, judged({ phase: 'done', framesSeen: 16, verdict: { kind: 'noSign' } }), { type: 'scene' }),
      { asked: false, frames: 0 },
    ],
  ])('%s', (_, progress, claim) => expect(claimOf(progress)).toEqual(claim));
});

describe('a video asked for', () => {
  test('keeps its result when the site is switched off', () => {
    const off = after(ON, ASKED, finished, { type: 'automatic', on: false });
    expect(off.state?.verdict).toEqual({ kind: 'manipulated' });
  });
  test('ends with a reason where no frame ever came', () => {
    expect(after(ASKED, { type: 'starved', hidden: true })).toMatchObject({
      phase: 'done',
      failure: 'hidden',
    });
    expect(after(ASKED, { type: 'starved', hidden: false })).toMatchObject({
      phase: 'done',
      failure: 'noFrames',
    });
  });
  test('goes on when frames come after all', () => {
    const starved = after(ASKED, { type: 'starved', hidden: true });
    expect(wantsFrames(starved)).toBe(true);
    expect(advance(starved, judged())).toMatchObject({ phase: 'checking', failure: null });
  });
  test('never ends in a provisional verdict', () => {
    const faces = [face({ kind: 'manipulated' }), face({ kind: 'unclear', reason: 'blurred' })];
    const end = after(ASKED, judged({ verdict: { kind: 'manipulated' }, faces }), {
      type: 'starved',
      hidden: false,
    });
    const tooFew = { kind: 'unclear', reason: 'tooFewFrames' } as const;
    expect(end.state).toMatchObject({ phase: 'done', verdict: tooFew });
    expect(end.state?.faces.map(({ verdict }) => verdict)).toEqual([
      tooFew,
      { kind: 'unclear', reason: 'blurred' },
    ]);
  });
  test('says that there was no face, also with few frames', () => {
    const none = { kind: 'notChecked', reason: 'noFace' } as const;
    const end = after(ASKED, judged({ verdict: none }), { type: 'starved', hidden: false });
    expect(end.state?.verdict).toEqual(none);
  });
  test('starts anew when asked for again after a failure', () => {
    const again = after(ASKED, failed, ASKED);
    expect(again).toMatchObject({ phase: 'waiting', failure: null, epoch: 1 });
  });
  test('keeps its verdict when asked for again', () => {
    const done = after(ASKED, finished);
    expect(advance(done, ASKED)).toBe(done);
  });
});

describe('another source', () => {
  test('before the first frame is what was asked for', () => {
    expect(after(ASKED, SOURCE)).toMatchObject({ phase: 'waiting', asked: true });
  });
  test('in the middle of a check is told', () => {
    const changed = after(ASKED, judged(), SOURCE);
    expect(changed).toMatchObject({ phase: 'done', failure: 'sourceChanged', state: null });
    expect(wantsFrames(changed)).toBe(false);
  });
  test('after the verdict is a video nobody asked for', () => {
    expect(after(ASKED, finished, SOURCE)).toMatchObject({ phase: 'idle', asked: false });
  });
  test('is checked by itself where the site is', () => {
    expect(after(ON, finished, SOURCE)).toMatchObject({ phase: 'waiting', asked: false });
  });
});

test('a failure on a frame after the verdict does not take the verdict back', () => {
  const done = after(ON, finished);
  expect(advance(done, failed)).toBe(done);
});

test('the host to be allowed is kept with the failure', () => {
  const refused = after(ASKED, {
    type: 'answer',
    response: { status: 'failed', reason: 'mediaPermission' },
    mediaHost: 'cdn.example',
  });
  expect(refused).toMatchObject({ failure: 'mediaPermission', mediaHost: 'cdn.example' });
  expect(after(ASKED, failed, { type: 'again' }).mediaHost).toBe('');
});

describe('another scene after a verdict', () => {
  const SCENE: ProgressEvent = { type: 'scene' };
  const none = judged({ phase: 'done', verdict: { kind: 'noSign' }, framesJudged: 16 });
  test('takes back what was said of others', () => {
    const recheck = after(ON, none, SCENE);
    expect(recheck).toMatchObject({ phase: 'checking', scene: 1, rechecking: true });
    expect(wantsFrames(recheck)).toBe(true);
    expect(advance(recheck, judged())).toMatchObject({ phase: 'checking', rechecking: true });
    expect(advance(recheck, none)).toMatchObject({ phase: 'done', scene: 1, rechecking: false });
  });
  test('takes back nothing of a manipulated face', () => {
    const recheck = after(ON, finished, SCENE);
    expect(recheck).toMatchObject({ phase: 'done', scene: 1 });
    expect(wantsFrames(recheck)).toBe(true);
    const still = judged({ phase: 'checking', verdict: { kind: 'manipulated' } });
    expect(advance(recheck, still)).toMatchObject({ phase: 'done', rechecking: true });
  });
  test('leaves the verdict where its frames cannot be had', () => {
    const recheck = after(ON, none, SCENE);
    expect(advance(recheck, failed)).toMatchObject({ phase: 'done', failure: null, rechecking: false });
    const starved = advance(recheck, { type: 'starved', hidden: false });
    expect(starved).toMatchObject({ phase: 'done', state: { verdict: { kind: 'noSign' } } });
    expect(wantsFrames(starved)).toBe(true);
  });
  test('is none before a verdict, and begins at 0 with another source', () => {
    const begun = after(ON, judged());
    expect(advance(begun, SCENE)).toBe(begun);
    expect(after(ON, none, SCENE, SOURCE)).toMatchObject({ scene: 0, rechecking: false, phase: 'waiting' });
  });
});

describe('a frame taken after a verdict', () => {
  const none = judged({ phase: 'done', verdict: { kind: 'noSign' } });
  test('opens the check again where the engine wants more, and the verdict goes', () => {
    const reopened = after(ON, none, judged());
    expect(reopened).toMatchObject({ phase: 'checking', rechecking: true, scene: 0 });
    expect(wantsFrames(reopened)).toBe(true);
    expect(advance(reopened, none)).toMatchObject({ phase: 'done', rechecking: false });
  });
  test('is taken while a verdict may change, and of nothing else', () => {
    expect(looksAgain(after(ON, none))).toBe(true);
    for (const events of [[], [ON], [ON, judged()], [ON, finished], [ASKED, failed]])
      expect(looksAgain(after(...events))).toBe(false);
    expect(
      looksAgain(after(ON, judged({ phase: 'done', verdict: { kind: 'noSign' }, quality: 'screen' }))),
    ).toBe(false);
  });
  test('leaves the verdict as it is where it fails', () => {
    const done = after(ON, none);
    expect(advance(done, failed)).toBe(done);
  });
});

test('a first frame that waits for the detector is told, until it is answered', () => {
  const starting = after(ON, { type: 'starting' });
  expect(starting).toMatchObject({ phase: 'waiting', starting: true });
  for (const answer of [judged(), failed, SOURCE])
    expect(advance(starting, answer)).toMatchObject({ starting: false });
  const begun = after(ON, judged());
  expect(advance(begun, { type: 'starting' })).toBe(begun);
});

const anyEvent = fc.constantFrom<ProgressEvent>(
  ASKED,
  ON,
  { type: 'automatic', on: false },
  { type: 'again' },
  SOURCE,
  FORGET,
  judged(),
  finished,
  failed,
  { type: 'answer', response: { status: 'superseded' } },
  { type: 'scene' },
  { type: 'starting' },
  { type: 'starved', hidden: true },
  { type: 'starved', hidden: false },
);

describe('a video whose verdict is to be forgotten', () => {
  const begun = judged({ phase: 'checking', verdict: { kind: 'unclear', reason: 'tooFewFrames' } });
  test('is as if nobody had asked for it, until somebody does or another source comes', () => {
    const forgotten = after(ON, ASKED, finished, FORGET);
    expect(forgotten).toMatchObject({ phase: 'idle', state: null, asked: false, epoch: 1 });
    expect(advance(forgotten, finished)).toBe(forgotten);
    expect(wantsFrames(advance(forgotten, SOURCE))).toBe(true);
    expect(wantsFrames(advance(forgotten, ASKED))).toBe(true);
  });
  test('and which is still being checked begins anew', () => {
    for (const wish of [ON, ASKED])
      expect(after(wish, begun, FORGET)).toMatchObject({ phase: 'waiting', state: null, epoch: 1 });
  });
  test('was not checked: nothing changes', () => expect(after(FORGET)).toBe(START));
});

describe('whatever happens', () => {
  test('another source clears all that was known, and its epoch is new', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const before = after(...events);
        const next = advance(before, SOURCE);
        expect(next.state).toBeNull();
        expect(next.epoch).toBe(before.epoch + 1);
      }),
    );
  });
  test('a check that is done has something to say, and one that is not has no failure', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const { phase, state, failure } = after(...events);
        if (phase === 'done') expect(state ?? failure).not.toBeNull();
        else expect(failure).toBeNull();
        if (phase === 'idle' || phase === 'waiting') expect(state).toBeNull();
      }),
    );
  });
  test('only wanted videos leave the idle phase', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const { phase, asked, automatic } = after(...events);
        if (!asked && !automatic) expect(phase).toBe('idle');
      }),
    );
  });
});
