import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OwnPlayer } from '../../../src/frames/own-player.ts';
import { OwnPlayers } from '../../../src/offscreen/own-players.ts';

function pool(fails: string[] = []) {
  const opened: { url: string; signal: AbortSignal }[] = [];
  const players = new OwnPlayers((url, signal) => {
    opened.push({ url, signal });
    if (fails.includes(url)) return Promise.reject(new Error('not found'));
    const player: OwnPlayer = {
      durationMs: 1000,
      width: 2,
      height: 2,
      frameAt: () => Promise.reject(new Error('not used here')),
      close: () => undefined,
    };
    return Promise.resolve(player);
  });
  const open = () => opened.filter(({ signal }) => !signal.aborted).map(({ url }) => url);
  return { players, opened, open };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('OwnPlayers', () => {
  it('opens a file once for all frames of a video', async () => {
    const { players, opened } = pool();
    expect(await players.get('v', 'a.mp4')).toBe(await players.get('v', 'a.mp4'));
    expect(opened).toHaveLength(1);
  });

  it('closes the old file when the video gets another', async () => {
    const { players, open } = pool();
    await players.get('v', 'a.mp4');
    await players.get('v', 'b.mp4');
    expect(open()).toEqual(['b.mp4']);
  });

  it('holds three players, the least recently used goes', async () => {
    const { players, open } = pool();
    for (const name of ['a', 'b', 'c', 'a', 'd']) await players.get(name, `${name}.mp4`);
    expect(open().sort()).toEqual(['a.mp4', 'c.mp4', 'd.mp4']);
  });

  it('closes a player that gave no frame for half a minute', async () => {
    const { players, open } = pool();
    await players.get('v', 'a.mp4');
    vi.advanceTimersByTime(29_000);
    await players.get('v', 'a.mp4');
    vi.advanceTimersByTime(29_000);
    expect(open()).toEqual(['a.mp4']);
    vi.advanceTimersByTime(1_000);
    expect(open()).toEqual([]);
  });

  it('tries again a file that could not be opened', async () => {
    const { players, opened } = pool(['a.mp4']);
    await expect(players.get('v', 'a.mp4')).rejects.toThrow('not found');
    await expect(players.get('v', 'a.mp4')).rejects.toThrow('not found');
    expect(opened).toHaveLength(2);
  });
});
