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

function opening(
  loading: (video: FakeVideo) => void,
  signal = new AbortController().signal,
  url = 'https://cdn.example/a.mp4',
) {
  video = new FakeVideo(loading);
  vi.stubGlobal('document', { createElement: () => video });
  return openOwnPlayer(url, signal);
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
  test.each([
    ['https://cdn.example/a.mp4', 'metadata'],
    ['blob:chrome-extension://abc/1', 'auto'],
  ])('of %s loads ahead only what costs no traffic', async (url, preload) => {
    await opening(loaded({}), undefined, url);
    expect(video.preload).toBe(preload);
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

  describe('of a file without byte ranges', () => {
    /** Goes wherever it is sent to by playing only; a seek ends at the start. */
    class StreamedVideo extends FakeVideo {
      seekable = { length: 1, start: () => 0, end: () => 0 };
      playbackRate = 1;
      ended = false;
      #time = 0;
      #playing: ReturnType<typeof setInterval> | undefined;
      override set currentTime(_seconds: number) {
        this.#time = 0;
        super.currentTime = 0;
      }
      override get currentTime(): number {
        return this.#time;
      }
      play(): Promise<void> {
        this.#playing = setInterval(() => {
          this.#time = Math.min(this.duration, this.#time + 0.05 * this.playbackRate);
          this.shown = Math.floor(this.#time / this.frameS) * this.frameS;
          this.ended = this.#time === this.duration;
        }, 50);
        return Promise.resolve();
      }
      pause(): void {
        clearInterval(this.#playing);
      }
    }
    const streamed = async () => {
      video = new StreamedVideo(loaded({ duration: 60 }));
      vi.stubGlobal('document', { createElement: () => video });
      const player = await openOwnPlayer('https://cdn.example/a.mp4', new AbortController().signal);
      return async (timeMs: number) => {
        const frame = player.frameAt(timeMs);
        await vi.advanceTimersByTimeAsync(5000);
        return (await frame) as unknown as { shown: number };
      };
    };

    test('plays on to the time that is asked for', async () => {
      const at = await streamed();
      expect((await at(1000)).shown).toBeCloseTo(1, 0);
      expect((await at(2000)).shown).toBeCloseTo(2, 0);
      expect(video.seeks).toEqual([0, 0]);
    });
    test('gives what it comes to where the time is far', async () => {
      const at = await streamed();
      const { shown } = await at(50_000);
      expect(shown).toBeGreaterThan(5);
      expect(shown).toBeLessThan(20);
    });
    test('begins again for an earlier time', async () => {
      const at = await streamed();
      await at(3000);
      expect((await at(1000)).shown).toBeCloseTo(1, 0);
    });
  });

  test('whose file stops coming is given up after two seeks, not waited for hundreds of times', async () => {
    class StalledVideo extends FakeVideo {
      override set currentTime(seconds: number) {
        if (this.seeks.length === 0) super.currentTime = seconds;
        else this.seeks.push(seconds);
      }
    }
    video = new StalledVideo(loaded({ duration: 600 }));
    vi.stubGlobal('document', { createElement: () => video });
    const player = await openOwnPlayer('https://cdn.example/a.mp4', new AbortController().signal);
    const reasons = Promise.all(Array.from({ length: 240 }, (_, i) => reasonOf(player.frameAt(1000 + i))));
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await reasons).toEqual(Array.from({ length: 240 }, () => 'noFrames'));
    expect(video.seeks).toHaveLength(3);
  });

  test('gives its memory back and no frames once it is closed', async () => {
    const player = await opening(loaded({}));
    player.close();
    expect(video.loads).toBe(1);
    expect(await reasonOf(player.frameAt(1000))).toBe('cancelled');
  });
});
