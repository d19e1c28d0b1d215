import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RetainedFrame } from '../../../src/frames/retained-frame.ts';
import type { VideoKey } from '../../../src/messages/schemas.ts';
import type { Source } from '../../../src/content/source.ts';
import type { LookResult } from '../../../src/content/tiers.ts';
import { Turns } from '../../../src/content/turns.ts';
import { VideoCheck, type Surroundings } from '../../../src/content/video-check.ts';
import { videoState } from './states.ts';

// A check listens to more events of its player than Node takes for reasonable.
setMaxListeners(30);

/** As much of a player as a check reads. It stands on a picture unless it is told to play. */
class FakeVideo extends EventTarget {
  readyState = 4;
  videoWidth = 640;
  videoHeight = 360;
  currentTime = 0;
  paused = true;
  ended = false;
  seeking = false;
  error = null;
  fire(...types: string[]): void {
    for (const type of types) this.dispatchEvent(new Event(type));
  }
  seekTo(seconds: number): void {
    this.currentTime = seconds;
    this.fire('timeupdate', 'seeked');
  }
  requestVideoFrameCallback(presented: () => void): number {
    return Number(setTimeout(presented, 40));
  }
  cancelVideoFrameCallback(handle: number): void {
    clearTimeout(handle);
  }
}

interface Look {
  key: VideoKey;
  source: Source;
  timeMs: number;
  answer: (result: LookResult) => Promise<void>;
}

/** The looks that were taken; each waits for its answer. */
let looks: Look[];
let released: VideoKey[];
let inSight: boolean;
let turns: Turns;
let life: AbortController;

function checkOf(video: FakeVideo): VideoCheck {
  const around: Surroundings = {
    turns,
    eligible: () => inSight,
    alive: () => true,
    changed: () => undefined,
    released: (key) => void released.push(key),
    look: (check: VideoCheck, source: Source, _onFrame: (frame: RetainedFrame) => void) =>
      new Promise<LookResult>((resolve) => {
        const answer = async (result: LookResult): Promise<void> => {
          resolve(result);
          await vi.advanceTimersByTimeAsync(0);
        };
        looks.push({ key: check.key, source, timeMs: video.currentTime * 1000, answer });
      }),
  };
  // Only what is faked above is read of it.
  return new VideoCheck(video as unknown as HTMLVideoElement, around, life.signal);
}

/** Two other videos whose frames take their time, so that whoever comes next has to wait. @returns ends them. */
function engineAtWork(): () => Promise<void> {
  const ends: (() => void)[] = [];
  const job = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  for (const name of ['one', 'two']) turns.take(name, false, job, () => undefined);
  return async () => {
    for (const end of ends) end();
    await vi.advanceTimersByTimeAsync(0);
  };
}

const JUDGED: LookResult = { response: { status: 'judged', state: videoState() }, mediaHost: '' };
const failed = (reason: 'noFrames' | 'mediaPermission'): LookResult => ({
  response: { status: 'failed', reason },
  mediaHost: '',
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  looks = [];
  released = [];
  inSight = true;
  turns = new Turns();
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a standing picture', () => {
  test('is judged once, however often the video comes into view', async () => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.setAutomatic(true);
    await looks[0]?.answer(JUDGED);
    for (let i = 0; i < 8; i++) {
      await vi.advanceTimersByTimeAsync(2000);
      check.reconsider();
      video.fire('resize', 'pause');
    }
    expect(looks).toHaveLength(1);
  });

  test('is judged once, however often the user asks', async () => {
    const check = checkOf(new FakeVideo());
    check.ask();
    await looks[0]?.answer(JUDGED);
    for (let i = 0; i < 3; i++) {
      await vi.advanceTimersByTimeAsync(2000);
      check.ask();
    }
    expect(looks).toHaveLength(1);
  });

  test('is another one after a jump', async () => {
    const video = new FakeVideo();
    checkOf(video).setAutomatic(true);
    await looks[0]?.answer(JUDGED);
    await vi.advanceTimersByTimeAsync(2000);
    video.seekTo(7);
    expect(looks.map(({ timeMs }) => timeMs)).toEqual([0, 7000]);
  });

  test('is not taken while the player is still on its way to it', async () => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.setAutomatic(true);
    await looks[0]?.answer(JUDGED);
    await vi.advanceTimersByTimeAsync(2000);
    Object.assign(video, { seeking: true, currentTime: 7 });
    check.reconsider();
    expect(looks).toHaveLength(1);
    video.seeking = false;
    video.fire('seeked');
    expect(looks).toHaveLength(2);
  });

  test('is taken again when it came to nothing', async () => {
    checkOf(new FakeVideo()).setAutomatic(true);
    await looks[0]?.answer('nothingYet');
    await vi.advanceTimersByTimeAsync(1000);
    expect(looks).toHaveLength(2);
  });

  test('is judged anew by another check of it', async () => {
    const check = checkOf(new FakeVideo());
    check.ask();
    await looks[0]?.answer(JUDGED);
    check.again();
    expect(looks.map(({ key }) => key.epoch)).toEqual([0, 1]);
  });
});

describe('a video that waits for its turn', () => {
  test('sends nothing once the site is switched off', async () => {
    const end = engineAtWork();
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    check.setAutomatic(false);
    await end();
    expect(looks).toEqual([]);
  });

  test('is not looked at out of sight, and goes on when it is seen again', async () => {
    const end = engineAtWork();
    const check = checkOf(new FakeVideo());
    check.ask();
    inSight = false;
    await end();
    expect(looks).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(check.progress.failure).toBe('hidden');
    inSight = true;
    check.reconsider();
    await looks[0]?.answer(JUDGED);
    expect(check.progress).toMatchObject({ phase: 'checking', failure: null });
  });
});

describe('a site switched off', () => {
  test('has its evidence forgotten, also that of a frame that was on its way', async () => {
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    await looks[0]?.answer(JUDGED);
    await vi.advanceTimersByTimeAsync(2000);
    const { key } = check;
    check.setAutomatic(false);
    expect(released).toEqual([key]);

    check.setAutomatic(true);
    check.setAutomatic(false);
    released = [];
    await looks[1]?.answer(JUDGED);
    expect(released).toEqual([looks[1]?.key]);
    expect(check.progress).toMatchObject({ phase: 'idle', state: null });
  });

  test('has its standing pictures judged again when it is switched on again', async () => {
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    await looks[0]?.answer(JUDGED);
    check.setAutomatic(false);
    check.setAutomatic(true);
    await looks[1]?.answer(JUDGED);
    expect(check.progress.phase).toBe('checking');
  });
});

describe('a check begun anew while a frame is on its way', () => {
  test('takes its own frame as soon as the other came back', async () => {
    const check = checkOf(new FakeVideo());
    check.ask();
    check.again();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(check.progress).toMatchObject({ phase: 'waiting', failure: null });
    await looks[0]?.answer(JUDGED);
    expect(check.progress.phase).toBe('waiting');
    await looks[1]?.answer(JUDGED);
    expect(check.progress.phase).toBe('checking');
  });

  test('is left alone when the video is gone by then', async () => {
    const check = checkOf(new FakeVideo());
    check.ask();
    check.again();
    check.end();
    await looks[0]?.answer(JUDGED);
    expect(looks).toHaveLength(1);
    expect(check.signal.aborted).toBe(true);
  });
});

describe('asking again', () => {
  test.each([
    ['after a failure', (check: VideoCheck) => check.ask()],
    ['from nothing', (check: VideoCheck) => check.again()],
  ])('%s tries every way anew, but knows what the file said', async (_, again) => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.ask();
    video.fire('encrypted');
    const first = looks[0];
    Object.assign(first?.source ?? {}, { emptyFrames: 4, access: { granted: false, host: 'cdn.example' } });
    await first?.answer(failed('mediaPermission'));
    again(check);
    expect(looks[1]?.source).toMatchObject({ emptyFrames: 0, access: null, encrypted: true });
  });

  test('while it is being checked keeps what was found out', async () => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.setAutomatic(true);
    await looks[0]?.answer(JUDGED);
    await vi.advanceTimersByTimeAsync(2000);
    check.ask();
    video.seekTo(5);
    expect(looks[1]?.source).toBe(looks[0]?.source);
  });
});
