import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openOwnPlayer } from '../../../src/frames/own-player.ts';
import { FrameError } from '../../../src/frames/frame-error.ts';
import type { RetainedFrame } from '../../../src/frames/retained-frame.ts';

vi.mock(import('../../../src/frames/retained-frame.ts'), async (original) => {
  const { assertFrameSize } = await original();
  return {
    assertFrameSize,
    RetainedFrame: class {
      readonly shown: number;
      constructor(video: FakeVideo) {
        this.shown = video.shown;
      }
      static from(video: FakeVideo) {
        return new this(video);
      }
      isBlank(): boolean {
        return false;
      }
    } as unknown as typeof RetainedFrame,
  };
});

/** As much of a media element as opening needs; what loading comes to is decided by the test. */
class FakeVideo extends EventTarget {
  muted = false;
  playsInline = false;
  preload = '';
  videoWidth = 0;
  videoHeight = 0;
  duration = NaN;
  error: { code: number; message: string } | null = null;
  loads = 0;
  seeks: number[] = [];
  readyState = 4;
  /** Media time of the frame that is drawn, in s; frames are as long as the test says, and come as late. */
  shown = 0;
  frameS = 0.04;
  lateMs = 0;
  readonly #loading: (video: FakeVideo) => void;

  constructor(loading: (video: FakeVideo) => void) {
    super();
    this.#loading = loading;
  }
  set src(_url: string) {
    queueMicrotask(() => this.#loading(this));
  }
  set currentTime(seconds: number) {
    this.seeks.push(seconds);
    setTimeout(() => (this.shown = Math.floor(seconds / this.frameS) * this.frameS), this.lateMs);
    queueMicrotask(() => this.dispatchEvent(new Event('seeked')));
  }
  removeAttribute(): void {
    this.loads = 0;
  }
  load(): void {
    this.loads++;
  }
}

let video: FakeVideo;

function opening(loading: (video: FakeVideo) => void, signal = new AbortController().signal) {
  video = new FakeVideo(loading);
  vi.stubGlobal('document', { createElement: () => video });
  return openOwnPlayer('https://cdn.example/a.mp4', signal);
}

const reasonOf = (player: Promise<unknown>): Promise<unknown> =>
  player.then(
    () => 'opened',
    (error: unknown) => (error instanceof FrameError ? error.reason : error),
  );

function loaded(change: Partial<FakeVideo>): (video: FakeVideo) => void {
  return (fake) => {
    Object.assign(fake, { videoWidth: 640, videoHeight: 360, duration: 4, ...change });
    fake.dispatchEvent(new Event('loadedmetadata'));
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal(
    'VideoFrame',
    class {
      readonly timestamp: number;
      constructor({ shown }: FakeVideo) {
        this.timestamp = shown * 1e6;
      }
      close(): void {
        this.closed = true;
      }
      closed = false;
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a medium that cannot be read says why', () => {
  test.each([
    ['unreadable', 'DEMUXER_ERROR_COULD_NOT_OPEN'],
    ['unsupportedCodec', 'DEMUXER_ERROR_NO_SUPPORTED_STREAMS: no supported streams'],
  ])('%s', async (reason, message) => {
    const player = opening((fake) => {
      fake.error = { code: 4, message };
      fake.dispatchEvent(new Event('error'));
    });
    expect(await reasonOf(player)).toBe(reason);
    expect(video.loads).toBe(1);
  });

  test('sound alone', async () =>
    expect(await reasonOf(opening(loaded({ videoWidth: 0 })))).toBe('noVideoTrack'));
  test('zero seconds', async () => expect(await reasonOf(opening(loaded({ duration: 0 })))).toBe('noFrames'));
  test('a picture beyond all memory', async () => {
    expect(await reasonOf(opening(loaded({ videoWidth: 15_000, videoHeight: 15_000 })))).toBe('tooLarge');
  });
  test('a server that never answers', async () => {
    const reason = reasonOf(opening(() => undefined));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await reason).toBe('noFrames');
  });
  test('an abort while it loads', async () => {
    const stop = new AbortController();
    const reason = reasonOf(opening(() => stop.abort(), stop.signal));
    expect(await reason).toBe('cancelled');
    expect(video.loads).toBe(1);
  });
});

describe('an opened player', () => {
  test('is silent and has made the seek that drawing needs', async () => {
    const player = await opening(loaded({}));
    expect(player).toMatchObject({ durationMs: 4000, width: 640, height: 360 });
    expect(video.muted).toBe(true);
    expect(video.seeks).toEqual([0]);
  });
  describe('whose frames come a while after it has sought', () => {
    const shownAt = async (timeMs: number, change: Partial<FakeVideo>) => {
      const player = await opening(loaded({ duration: 60 }));
      Object.assign(video, change);
      const frame = player.frameAt(timeMs);
      await vi.advanceTimersByTimeAsync(1000);
      return frame;
    };

    test('does not take the old one for the new one', async () => {
      expect(await shownAt(3000, { lateMs: 90 })).toMatchObject({ shown: 3 });
    });
    test('takes one that is shown at both times', async () => {
      expect(await shownAt(3000, { frameS: 30 })).toMatchObject({ shown: 0 });
    });
    test('takes what there is where the browser tells no times', async () => {
      vi.stubGlobal('VideoFrame', undefined);
      expect(await shownAt(3000, { lateMs: 90 })).toMatchObject({ shown: 0 });
    });
    test('ends when it is closed meanwhile', async () => {
      const player = await opening(loaded({ duration: 60 }));
      video.lateMs = 90;
      const reason = reasonOf(player.frameAt(3000));
      await vi.advanceTimersByTimeAsync(30);
      player.close();
      expect(await reason).toBe('cancelled');
    });
  });

  test('gives its memory back and no frames once it is closed', async () => {
    const player = await opening(loaded({}));
    player.close();
    expect(video.loads).toBe(1);
    expect(await reasonOf(player.frameAt(1000))).toBe('cancelled');
  });
});
