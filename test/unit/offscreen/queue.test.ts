import { describe, expect, it, vi } from 'vitest';
import { LateError } from '../../../src/messages/timers.ts';
import {
  FrameQueue,
  LIMIT_MS,
  PRIORITY,
  SUPERSEDED,
  priorityOf,
  type QueueEntry,
} from '../../../src/offscreen/queue.ts';

const entry = (video: string, priority = 0, step: QueueEntry['step'] = 'look'): QueueEntry => ({
  video,
  priority,
  step,
});

/** A job that ends when told to, and says when it began. */
function job(started: string[], name: string) {
  let finish: (value: string) => void = () => undefined;
  const done = new Promise<string>((resolve) => (finish = resolve));
  return {
    run: () => {
      started.push(name);
      return done;
    },
    finish: () => finish(name),
  };
}

/** A queue whose two places are taken, so that what follows has to wait. */
function busy() {
  const queue = new FrameQueue();
  const started: string[] = [];
  const first = job(started, 'first');
  const second = job(started, 'second');
  void queue.run(entry('x'), first.run);
  void queue.run(entry('y'), second.run);
  return { queue, started, first, second };
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

describe('FrameQueue', () => {
  it('works on two frames at a time and no more', async () => {
    const { queue, started, first } = busy();
    const third = job(started, 'third');
    void queue.run(entry('z'), third.run);
    expect(started).toEqual(['first', 'second']);
    expect(queue.length).toBe(3);
    first.finish();
    await nextTurn();
    expect(started).toEqual(['first', 'second', 'third']);
    expect(queue.length).toBe(2);
  });

  it('takes asked before visible before the rest, and a begun frame before a new one', async () => {
    const { queue, started, first, second } = busy();
    const jobs = [
      ['rest', entry('a', PRIORITY.rest)],
      ['visible', entry('b', PRIORITY.visible)],
      ['visible, begun', entry('c', PRIORITY.visible, 'judge')],
      ['asked', entry('d', PRIORITY.asked)],
    ] as const;
    for (const [name, of] of jobs) {
      void queue.run(of, () => {
        started.push(name);
        return Promise.resolve(name);
      });
    }
    first.finish();
    await nextTurn();
    expect(started.slice(2)).toEqual(['asked', 'visible, begun', 'visible', 'rest']);
    second.finish();
  });

  it('drops a waiting frame when a newer one of the same video comes', async () => {
    const { queue, started, first, second } = busy();
    const old = queue.run(entry('v'), job(started, 'old').run);
    const other = queue.run(entry('w'), () => Promise.resolve('other'));
    const fresh = queue.run(entry('v'), () => Promise.resolve('new'));
    expect(await old).toBe(SUPERSEDED);
    first.finish();
    second.finish();
    expect(await fresh).toBe('new');
    expect(await other).toBe('other');
    expect(started).not.toContain('old');
  });

  it('does not drop the judging of a frame that was begun', async () => {
    const { queue, first } = busy();
    const judging = queue.run(entry('v', 0, 'judge'), () => Promise.resolve('judged'));
    void queue.run(entry('v'), () => Promise.resolve('looked'));
    first.finish();
    expect(await judging).toBe('judged');
  });

  it.each(['look', 'judge'] as const)(
    'gives the places of work that never ends to others: %s',
    async (step) => {
      vi.useFakeTimers();
      const queue = new FrameQueue();
      const never = () => new Promise<never>(() => undefined);
      const stuck = ['a', 'b'].map((video) =>
        expect(queue.run(entry(video, 0, step), never)).rejects.toBeInstanceOf(LateError),
      );
      const next = queue.run(entry('c'), () => Promise.resolve('looked'));
      await vi.advanceTimersByTimeAsync(LIMIT_MS[step]);
      await Promise.all(stuck);
      expect(await next).toBe('looked');
      expect(queue.length).toBe(0);
      vi.useRealTimers();
    },
  );

  it('hands errors to the asker and goes on', async () => {
    const queue = new FrameQueue();
    await expect(queue.run(entry('v'), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(entry('v'), () => Promise.resolve(1))).toBe(1);
    expect(queue.length).toBe(0);
  });
});

describe('priorityOf', () => {
  it('puts what the user asked for first, seen or not', () => {
    expect(priorityOf({ asked: true, visible: false })).toBeGreaterThan(
      priorityOf({ asked: false, visible: true }),
    );
  });
});
