import { describe, expect, it } from 'vitest';
import { EvidenceStore } from '../../../src/offscreen/evidence.ts';

describe('EvidenceStore', () => {
  it('keeps the evidence of one source and begins anew with the next', () => {
    const store = new EvidenceStore();
    const first = store.open('v', 1, 'direct');
    expect(store.open('v', 1, 'direct')).toBe(first);
    const second = store.open('v', 2, 'direct');
    expect(second).not.toBe(first);
    expect(first && store.isCurrent('v', first)).toBe(false);
  });

  it('takes nothing for a source that has passed', () => {
    const store = new EvidenceStore();
    store.open('v', 2, 'direct');
    expect(store.open('v', 1, 'direct')).toBeNull();
  });

  it('forgets what is released, but not a newer source', () => {
    const store = new EvidenceStore();
    store.open('v', 2, 'direct');
    expect(store.release('v', 1)).toBe(false);
    expect(store.size).toBe(1);
    expect(store.release('v', 2)).toBe(true);
    expect(store.size).toBe(0);
  });

  it('forgets what is picked, also while it is being judged', () => {
    const store = new EvidenceStore();
    const evidence = store.open('v', 2, 'direct');
    store.open('w', 1, 'direct');
    expect(store.forget((video) => video === 'v')).toEqual(['v']);
    expect(evidence && store.isCurrent('v', evidence)).toBe(false);
    expect(store.size).toBe(1);
  });

  it('holds at most 200 videos, the least recently used go', () => {
    const store = new EvidenceStore();
    const first = store.open('video 0', 1, 'direct');
    const second = store.open('video 1', 1, 'direct');
    for (let i = 2; i < 200; i++) store.open(`video ${i}`, 1, 'direct');
    store.open('video 0', 1, 'direct');
    store.open('video 200', 1, 'direct');
    expect(store.size).toBe(200);
    expect(first && store.isCurrent('video 0', first)).toBe(true);
    expect(second && store.isCurrent('video 1', second)).toBe(false);
  });

  it('forgets videos that nobody asked for in ten minutes', () => {
    let now = 0;
    const store = new EvidenceStore(() => now);
    store.open('old', 1, 'direct');
    now = 10 * 60_000 + 1;
    store.open('new', 1, 'direct');
    expect(store.size).toBe(1);
  });
});
