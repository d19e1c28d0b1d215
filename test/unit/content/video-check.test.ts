import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FramePictures } from '../../../src/content/taken-frame.ts';
import type { JudgeResponse, VideoKey } from '../../../src/messages/schemas.ts';
import type { Attempted } from '../../../src/content/attempt-hooks.ts';
import { Source } from '../../../src/content/source.ts';
import type { FrameResult } from '../../../src/content/tiers.ts';
import { FrameSlots } from '../../../src/content/frame-slots.ts';
import { VideoCheck, type CheckHooks } from '../../../src/content/video-check.ts';
import { videoState } from './states.ts';
import { TrustedTarget } from './trusted.ts';

// A check listens to more events of its player than Node takes for reasonable.
setMaxListeners(30);

/** As much of a player as a check reads. It stands on a picture unless it is told to play. */
class FakeVideo extends TrustedTarget {
  currentSrc = '/a.mp4';
  srcObject = null;
  readyState = 4;
  videoWidth = 640;
  videoHeight = 360;
  currentTime = 0;
  duration = 600;
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
  getAttribute(): string {
    return 'a video';
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
  answer: (result: FrameResult) => Promise<void>;
}

/** The looks that were taken; each waits for its answer. */
let looks: Look[];
let released: VideoKey[];
/** What the file shows at a share of its length. */
let inFile: (share: number) => JudgeResponse | null;
let inSight: boolean;
/** Whether the file shows another scene than the one judged last. */
let otherScene: () => boolean;
let slots: FrameSlots;
let life: AbortController;

function checkOf(video: FakeVideo, known?: Source): VideoCheck {
  const hooks: CheckHooks = {
    slots,
    eligible: () => inSight,
    passing: () => false,
    alive: () => true,
    engineStarts: () => Promise.resolve(false),
    glance: () => Promise.resolve(otherScene()),
    lookIntoFile: (_, share) => Promise.resolve(inFile(share)),
    changed: () => undefined,
    played: () => undefined,
    interfered: () => undefined,
    released: (key) => void released.push(key),
    look: ({ key, source }: Attempted, _onFrame: (frame: FramePictures) => void) =>
      new Promise<FrameResult>((resolve) => {
        const answer = async (result: FrameResult): Promise<void> => {
          resolve(result);
          await vi.advanceTimersByTimeAsync(0);
        };
        looks.push({ key, source, timeMs: video.currentTime * 1000, answer });
      }),
  };
  // Only what is faked above is read of it.
  return new VideoCheck(video as unknown as HTMLVideoElement, hooks, life.signal, known);
}

/** Two other videos whose frames take their time, so that whoever comes next has to wait. @returns ends them. */
function engineAtWork(): () => Promise<void> {
  const ends: (() => void)[] = [];
  const job = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  for (const name of ['one', 'two']) slots.take(name, { asked: false, frames: 0 }, job, () => undefined);
  return async () => {
    for (const end of ends) end();
    await vi.advanceTimersByTimeAsync(0);
  };
}

const JUDGED: FrameResult = { response: { status: 'judged', state: videoState() }, mediaHost: '' };
const failed = (reason: 'noFrames' | 'mediaPermission'): FrameResult => ({
  response: { status: 'failed', reason },
  mediaHost: '',
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  looks = [];
  released = [];
  inSight = true;
  otherScene = () => false;
  inFile = () => null;
  slots = new FrameSlots();
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

describe('a video that gives too few frames', () => {
  const inChecking: FrameResult = {
    response: { status: 'judged', state: videoState({ phase: 'checking' }) },
    mediaHost: '',
  };

  test('is read from its file, spread over all of it, and has no verdict before the end', async () => {
    const shares: number[] = [];
    const check = checkOf(new FakeVideo());
    const phases = new Set<string>();
    inFile = (share) => {
      shares.push(share);
      phases.add(check.progress.phase);
      return {
        status: 'judged',
        state: videoState({ phase: 'done', quality: 'ownPlayer', verdict: { kind: 'noSign' } }),
      };
    };
    check.setAutomatic(true);
    await looks[0]?.answer(inChecking);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(shares).toHaveLength(16);
    expect(Math.max(...shares.slice(0, 8)) - Math.min(...shares.slice(0, 8))).toBeGreaterThan(0.8);
    expect([...phases]).toEqual(['checking']);
    expect(check.progress).toMatchObject({ phase: 'done', starved: false });
  });

  test('is read as closely as its length calls for where the user asked', async () => {
    const shares: number[] = [];
    const check = checkOf(new FakeVideo());
    const wanted = new Set<number | undefined>();
    inFile = (share) => {
      shares.push(share);
      wanted.add(check.progress.state?.framesWanted);
      return { status: 'judged', state: videoState({ phase: 'done', quality: 'ownPlayer' }) };
    };
    check.ask();
    await looks[0]?.answer(inChecking);
    await vi.advanceTimersByTimeAsync(20_000);
    // Ten minutes: a swapped face of 24 s is in two or three of them.
    expect(shares).toHaveLength(64);
    expect(new Set(shares).size).toBe(64);
    expect([...wanted].at(-1)).toBe(64);
    expect(check.progress.phase).toBe('done');
  });

  test('is read no further once it is likely manipulated', async () => {
    let read = 0;
    inFile = () => {
      read++;
      return {
        status: 'judged',
        state: videoState({ phase: 'done', quality: 'ownPlayer', verdict: { kind: 'manipulated' } }),
      };
    };
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    await looks[0]?.answer(inChecking);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(read).toBe(1);
    expect(check.progress.state?.verdict.kind).toBe('manipulated');
  });

  test.for([null, { status: 'failed', reason: 'tooSlow' }] satisfies (JudgeResponse | null)[])(
    'keeps what was seen of it where the file answers %j',
    async (answer) => {
      inFile = () => answer;
      const check = checkOf(new FakeVideo());
      check.setAutomatic(true);
      await looks[0]?.answer(inChecking);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(check.progress).toMatchObject({ phase: 'done', starved: true, failure: null });
    },
  );

  test('is not read out of sight', async () => {
    let read = 0;
    inFile = () => {
      read++;
      return null;
    };
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    await looks[0]?.answer(inChecking);
    inSight = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(read).toBe(0);
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

describe('a player whose events are kept from us', () => {
  test('gives its frames at the pace of others', async () => {
    const video = new FakeVideo();
    video.paused = false;
    checkOf(video).setAutomatic(true);
    const seconds: number[] = [];
    for (let i = 1; i <= 400; i++) {
      video.currentTime = i / 20;
      await vi.advanceTimersByTimeAsync(50);
      if (looks.length > seconds.length) seconds.push(video.currentTime);
      await looks.at(-1)?.answer(JUDGED);
    }
    const between = seconds.slice(1).map((second, i) => second - (seconds[i] ?? 0));
    expect(seconds.length).toBeGreaterThanOrEqual(16);
    expect(Math.min(...between)).toBeGreaterThanOrEqual(0.8);
  });

  test('gives none while it stands', async () => {
    const video = new FakeVideo();
    checkOf(video).setAutomatic(true);
    await looks[0]?.answer('nothingYet');
    await vi.advanceTimersByTimeAsync(60_000);
    const before = looks.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toHaveLength(before);
  });
});

describe('a video that plays on after its verdict', () => {
  const done: FrameResult = {
    response: {
      status: 'judged',
      state: videoState({ phase: 'done', verdict: { kind: 'noSign' }, quality: 'ownPlayer' }),
    },
    mediaHost: '',
  };
  /** Plays from a second on, with an answer at once to each look. @returns the seconds at which it was looked at. */
  async function play(video: FakeVideo, from: number, to: number): Promise<number[]> {
    const before = looks.length;
    video.paused = false;
    for (let second = from; second < to; second += 0.25) {
      video.currentTime = second;
      video.fire('timeupdate');
      await vi.advanceTimersByTimeAsync(250);
      await looks.at(-1)?.answer(done);
    }
    return looks.slice(before).map(({ timeMs }) => timeMs / 1000);
  }

  test('is looked at again in parts that were not seen yet, about every ten seconds', async () => {
    const video = new FakeVideo();
    checkOf(video).setAutomatic(true);
    await looks[0]?.answer(done);
    const seconds = await play(video, 0, 120);
    expect(seconds.length).toBeGreaterThanOrEqual(10);
    expect(seconds.length).toBeLessThanOrEqual(12);
    expect(seconds[0]).toBeGreaterThanOrEqual(10);
  });

  test('is not looked at again where it was', async () => {
    const video = new FakeVideo();
    checkOf(video).setAutomatic(true);
    await looks[0]?.answer(done);
    await play(video, 0, 60);
    expect(await play(video, 0, 60)).toEqual([]);
    expect(await play(video, 60, 75)).toHaveLength(2);
  });

  test('opens its check for another scene, also where a look at a new part falls into it first', async () => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.setAutomatic(true);
    await looks[0]?.answer(done);
    let glances = 0;
    otherScene = () => {
      glances++;
      return false;
    };
    // A look for another scene was just made, and is not due again so soon.
    let second = 0;
    while (glances === 0 && second < 9) await play(video, second, (second += 0.25));
    expect(glances).toBe(1);
    // Once a frame of the new scene was judged, it is known.
    otherScene = () => looks.length === 1;
    video.seekTo(30);
    await vi.advanceTimersByTimeAsync(100);
    await looks[1]?.answer(done);
    await play(video, 30.25, 34);
    expect(check.progress.scene).toBe(1);
  });

  test('is left alone while it stands', async () => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.setAutomatic(true);
    await looks[0]?.answer(done);
    for (let i = 0; i < 20; i++) {
      video.seekTo(20 * i);
      await vi.advanceTimersByTimeAsync(20_000);
    }
    expect(looks).toHaveLength(1);
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

  test('has every way to its frames tried anew when it is switched on again', async () => {
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    Object.assign(looks[0]?.source ?? {}, { access: { granted: false, host: 'cdn.example' } });
    await looks[0]?.answer(JUDGED);
    check.setAutomatic(false);
    check.setAutomatic(true);
    expect(looks[1]?.source).toMatchObject({ access: null, ownPlayerFailure: null });
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

describe('another source', () => {
  test('knows nothing of the one before, be it told by an event or not', async () => {
    const video = new FakeVideo();
    const check = checkOf(video);
    check.setAutomatic(true);
    Object.assign(looks[0]?.source ?? {}, { encrypted: true, poster: 'data:image/webp;base64,A' });
    await looks[0]?.answer(JUDGED);
    video.currentSrc = '/b.mp4';
    await vi.advanceTimersByTimeAsync(2000);
    expect(looks[1]?.key.epoch).toBe(1);
    expect(looks[1]?.source).toMatchObject({ encrypted: false, poster: '' });
    expect(released).toEqual([looks[0]?.key]);
    expect(check.report.poster).toBe('');
  });

  test('has retries of its own', async () => {
    const video = new FakeVideo();
    checkOf(video).setAutomatic(true);
    const wornOut = async (): Promise<number> => {
      const before = looks.length;
      for (let i = 0; i < 12; i++) {
        await looks.at(-1)?.answer('nothingYet');
        await vi.advanceTimersByTimeAsync(1000);
      }
      return looks.length - before;
    };
    const first = await wornOut();
    video.currentSrc = '/b.mp4';
    video.fire('emptied', 'loadstart');
    expect(await wornOut()).toBe(first);
  });
});

describe('what is to be forgotten', () => {
  test('leaves no picture behind', async () => {
    const check = checkOf(new FakeVideo());
    check.setAutomatic(true);
    Object.assign(looks[0]?.source ?? {}, { poster: 'data:image/webp;base64,A' });
    await looks[0]?.answer(JUDGED);
    expect(check.report.poster).not.toBe('');
    check.forget();
    expect(check.report.poster).toBe('');
  });
});

describe('what was seen of a source before its video came near the screen', () => {
  const known = (file: string): Source => {
    const source = new Source({ currentSrc: file, srcObject: null });
    source.encrypted = true;
    return source;
  };

  test.each([
    ['holds while it plays', '/a.mp4', true],
    ['is nothing to another', '/b.mp4', false],
  ])('%s', (_, file, encrypted) => {
    checkOf(new FakeVideo(), known(file)).setAutomatic(true);
    expect(looks[0]?.source.encrypted).toBe(encrypted);
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
