import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../src/pages/check-files/item.ts';
import { CheckQueue, type QueueWork } from '../../../../src/pages/check-files/queue.ts';
import type { CheckRecord } from '../../../../src/pages/check-files/record.ts';
import { FrameError } from '../../../../src/frames/frame-error.ts';
import type { Comparison } from '../../../../src/verdict/comparison/types.ts';
import { aState } from '../../reports.ts';
import { aRecord } from './records.ts';

const media = (...names: string[]) =>
  names.map((name) => ({ kind: 'file' as const, file: new File(['x'], name) }));

/** A queue whose checks end when they are told to. */
function aQueue(change: Partial<QueueWork> = {}) {
  let items: readonly Item[] = [];
  const kept: CheckRecord[] = [];
  const ends: (() => void)[] = [];
  const queue = new CheckQueue(
    {
      check: (_medium, _plan, signal) =>
        new Promise((resolve) => {
          const end = () =>
            resolve({
              state: signal.aborted ? null : aState({ kind: 'noSign' }),
              failure: signal.aborted ? 'cancelled' : null,
              ms: 1,
            });
          ends.push(end);
          signal.addEventListener('abort', end);
        }),
      inspect: (_medium, record) =>
        Promise.resolve({ ...record, source: { kind: 'file', bytes: 1, sha256: 'a'.repeat(64) } }),
      compare: () => Promise.resolve({ faces: [], references: [] }),
      keep: (record) => {
        kept.push(record);
        return Promise.resolve();
      },
      forget: () => Promise.resolve(),
      extension: '0',
      ...change,
    },
    { frames: 4, exact: true },
    (all) => (items = all),
  );
  const outcome = () => items.map(({ name, status, record }) => `${name}: ${record?.failure ?? status}`);
  return {
    queue,
    kept,
    outcome,
    items: () => items,
    end: () => ends.shift()?.(),
    rest: () => new Promise((resolve) => setTimeout(resolve)),
  };
}

describe('checks', () => {
  it('go on one after another, and what is added later is added to the list', async () => {
    const { queue, outcome, end, rest } = aQueue();
    queue.restore([aRecord({ name: 'kept' })]);
    queue.add(media('a', 'b'));
    expect(outcome()).toEqual(['kept: done', 'a: checking', 'b: waiting']);
    queue.add(media('c'));
    end();
    await rest();
    expect(outcome()).toEqual(['kept: done', 'a: done', 'b: checking', 'c: waiting']);
  });

  it('are cancelled one by one, and all', async () => {
    const { queue, outcome, items, rest } = aQueue();
    queue.add(media('a', 'b', 'c', 'd'));
    queue.cancel(items()[1]?.id ?? '');
    queue.cancel(items()[0]?.id ?? '');
    await rest();
    expect(outcome()).toEqual(['a: cancelled', 'b: cancelled', 'c: checking', 'd: waiting']);
    queue.cancelAll();
    await rest();
    expect(outcome().every((line) => line.endsWith('cancelled'))).toBe(true);
  });

  it('end when they are removed, and never come back', async () => {
    const { queue, outcome, items, kept, rest } = aQueue();
    queue.add(media('a', 'b'));
    await queue.remove(new Set([items()[0]?.id ?? '']));
    await rest();
    expect(outcome()).toEqual(['b: checking']);
    expect(kept).toEqual([]);
  });

  it('stay on the list until their records are deleted, and are not begun meanwhile', async () => {
    let deleted = (): void => undefined;
    const forget = () => new Promise<void>((resolve) => (deleted = resolve));
    const { queue, outcome, items, end, rest } = aQueue({ forget });
    queue.restore([aRecord({ name: 'kept' })]);
    queue.add(media('a', 'b'));
    const removed = queue.remove(new Set(items().flatMap(({ id, name }) => (name === 'a' ? [] : [id]))));
    end();
    await rest();
    expect(outcome()).toEqual(['kept: done', 'a: done', 'b: waiting']);
    deleted();
    await removed;
    expect(outcome()).toEqual(['a: done']);
  });

  it('keep the verdict at once, and the hash when the file was read', async () => {
    const { queue, kept, items, end, rest } = aQueue();
    queue.add(media('a'));
    end();
    await rest();
    expect(kept.map(({ source }) => source.kind === 'file' && source.sha256)).toEqual([null, 'a'.repeat(64)]);
    expect(items()[0]).toMatchObject({ inspecting: false, record: { framesAsked: 4, name: 'a' } });
  });
});

describe('comparisons with genuine videos', () => {
  const found = { faces: [], references: [{ name: 'b', refusal: 'otherPerson' as const }] };
  const given = media('b').map((medium) => ({ medium, record: null }));

  /** A queue with a checked file, whose comparisons end when they are told to. */
  async function compared() {
    const ends: ((outcome: Comparison | Error) => void)[] = [];
    const made = aQueue({
      compare: (_checked, _given, _plan, signal) =>
        new Promise((resolve, reject) => {
          ends.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    });
    made.queue.add(media('a'));
    made.end();
    await made.rest();
    const id = made.items()[0]?.id ?? '';
    const item = () => made.items()[0];
    return { ...made, id, item, endComparison: (outcome: Comparison | Error) => ends.pop()?.(outcome) };
  }

  it('wait for the checks, and are kept with the result', async () => {
    const { queue, id, item, kept, end, endComparison, rest } = await compared();
    queue.add(media('c'));
    queue.compare(id, given);
    expect(item()?.comparing).toEqual({ step: 'waiting' });
    end();
    await rest();
    endComparison(found);
    await rest();
    expect(item()).toMatchObject({ comparing: null, record: { name: 'a', comparison: found } });
    expect(kept.map(({ comparison }) => comparison)).toContainEqual(found);
  });

  it('leave the result as it is when they are cancelled or fail', async () => {
    const { queue, id, item, kept, endComparison, rest } = await compared();
    const before = kept.length;
    queue.compare(id, given);
    queue.cancelComparison(id);
    await rest();
    expect(item()?.comparing).toBeNull();
    queue.compare(id, given);
    await rest();
    endComparison(new FrameError('tooSlow', 'late'));
    await rest();
    expect(item()).toMatchObject({ status: 'done', comparing: { step: 'failed', reason: 'tooSlow' } });
    expect(item()?.record?.comparison).toBeUndefined();
    expect(kept).toHaveLength(before);
  });

  it('end when the result is removed', async () => {
    const { queue, id, items, rest } = await compared();
    queue.compare(id, given);
    await queue.remove(new Set([id]));
    await rest();
    expect(items()).toEqual([]);
  });
});
