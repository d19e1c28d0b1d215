import 'fake-indexeddb/auto';
import 'opfs-mock';
import { setTimeout as pause } from 'node:timers/promises';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StorageFullError } from '../../../../src/adaptation/store/storage-errors.ts';
import { AdaptationStore } from '../../../../src/adaptation/store/store.ts';
import { PATIENCE } from '../../../../src/adaptation/tunables.ts';
import { parseCalibration } from '../../../../src/detector/calibration.ts';
import { CUT_VALUES } from '../../../../src/detector/cut.ts';
import { SiteLearning } from '../../../../src/offscreen/adaptation/site-learning.ts';
import { RANGES } from '../../adaptation/cuts.ts';
import { BASIS, commit } from '../../adaptation/databases.ts';
import { sample, unfinished } from '../../adaptation/samples.ts';
import { aFrame, face, ORIGIN, OTHER, place } from './judged-faces.ts';

const doubles = vi.hoisted(() => ({
  /** Why the replay memory cannot be read. */
  damage: null as Error | null,
  /** Sites of which a round began. */
  rounds: [] as string[],
  round: (_signal: AbortSignal) => Promise.resolve('refused'),
}));
/** Node has no engine page that files could be read from. */
vi.mock('../../../../src/offscreen/adaptation/memory.ts', () => ({
  readMemory: () =>
    doubles.damage
      ? Promise.reject(doubles.damage)
      : Promise.resolve({
          replay: { ranges: RANGES },
          basis: 'network 1, ranges 1',
          centre: new Float64Array(CUT_VALUES),
        }),
}));
vi.mock('../../../../src/offscreen/adaptation/site-rounds.ts', () => ({
  runSiteRound: ({ origin, signal }: { origin: string; signal: AbortSignal }) => {
    doubles.rounds.push(origin);
    return doubles.round(signal);
  },
}));

const calibration = parseCalibration({
  version: 1,
  modelVersion: 'trial',
  temperature: 1,
  bias: 0,
  thresholds: { manipulated: 0.9, noSign: 0.1 },
  feature: { mean: [0], std: [1], maxDistance: 1 },
});

const cutAll = (faces: readonly Uint8Array[]) =>
  Promise.resolve(faces.map(() => new Float32Array(CUT_VALUES)));

/** Learning from two sites, with a network that only answers. */
function bench({ cut = cutAll, on = [ORIGIN, OTHER] } = {}) {
  const detector = {
    cut,
    calibration,
    adaptable: () => Promise.resolve(true),
    topWeights: () => Promise.reject(new Error('Not asked for')),
  };
  const learning = new SiteLearning(
    { modelVersion: 'trial', running: () => Promise.resolve({ detector }) },
    { queueLength: () => 0, touch: () => undefined },
  );
  made.push(learning);
  learning.configure(on);
  return {
    learning,
    play: (video: string, origin = ORIGIN) =>
      learning.judged(video, place({ origin, key: { video, epoch: 1 } }), aFrame(0, [face()])),
    faces: async (origin = ORIGIN) => (await learning.state(origin)).gathered.faces,
  };
}
const made: SiteLearning[] = [];

/** Lets a video settle, and what follows from it come to its end. */
async function settle(): Promise<void> {
  for (const ms of [5100, 5000, 5100]) {
    await vi.advanceTimersByTimeAsync(ms);
    // Encryption and the database take real time.
    await pause(60);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const request = (_name: string, _options: object, held: (lock: object) => unknown) => held({});
  vi.stubGlobal('navigator', { locks: { request }, storage: navigator.storage });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(async () => {
  doubles.damage = null;
  doubles.rounds = [];
  doubles.round = () => Promise.resolve('refused');
  for (const learning of made.splice(0)) learning.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await deleteDB('fakefilter-adaptation');
});

describe('what is gathered', () => {
  it('is kept once its video is done', async () => {
    const { play, faces } = bench();
    play('v');
    expect(await faces()).toBe(0);
    await settle();
    await vi.waitFor(async () => expect(await faces()).toBe(1));
  });

  it('does not come back after it was deleted while samples were being made of it', async () => {
    let finish: () => void = () => undefined;
    const cut = vi.fn(cutAll).mockImplementationOnce(
      (inputs) =>
        new Promise((resolve) => {
          finish = () => resolve(inputs.map(() => new Float32Array(CUT_VALUES)));
        }),
    );
    const { learning, play, faces } = bench({ cut });
    play('v');
    play('w');
    await settle();
    expect(cut).toHaveBeenCalledTimes(1);
    // Another video goes on, which makes it look for more to keep.
    play('x', OTHER);
    await settle();
    const forgetting = learning.forget(ORIGIN);
    await settle();
    finish();
    await forgetting;
    await settle();
    expect(await faces()).toBe(0);
    expect(await faces(OTHER)).toBe(1);
  });

  it('does not wait in memory for a replay memory that cannot be read', async () => {
    doubles.damage = new Error('damaged');
    const { learning, play, faces } = bench();
    play('early');
    await settle();
    expect((await learning.state(ORIGIN)).phase).toBe('unavailable');
    doubles.damage = null;
    play('late');
    for (let times = 0; times < 4; times++) await settle();
    expect(await faces()).toBe(1);
  });

  it('holds nothing up where the network never answers, and the site says so', async () => {
    const cut = vi.fn(cutAll).mockImplementationOnce(() => new Promise(() => undefined));
    const { learning, play, faces } = bench({ cut });
    play('v');
    await settle();
    await vi.advanceTimersByTimeAsync(PATIENCE.cutMs);
    await vi.waitFor(async () =>
      expect((await learning.state(ORIGIN)).notices).toEqual([{ code: 'facesNotKept' }, { code: 'tooSlow' }]),
    );
    play('w');
    await settle();
    await vi.waitFor(async () => expect(await faces()).toBe(1));
  });

  it('and cannot be kept is told of on its own site', async () => {
    const { learning, play, faces } = bench();
    vi.spyOn(AdaptationStore.prototype, 'addSamples').mockRejectedValueOnce(new StorageFullError(null));
    play('v');
    await settle();
    await vi.waitFor(async () =>
      expect((await learning.state(ORIGIN)).notices).toEqual([
        { code: 'facesNotKept' },
        { code: 'storageFull' },
      ]),
    );
    expect((await learning.state(OTHER)).notices).toEqual([]);
    play('w');
    await settle();
    await vi.waitFor(async () => expect(await faces()).toBe(1));
    // Its scores come after the faces.
    await vi.waitFor(async () => expect((await learning.state(ORIGIN)).notices).toEqual([]));
  });
});

describe('a round', () => {
  async function interrupted(samples: string[]): Promise<void> {
    const store = await AdaptationStore.open();
    await store.addSamples(ORIGIN, BASIS, [sample({ id: 'a', takenAt: Date.now() })]);
    await store.keepCheckpoint(ORIGIN, unfinished(samples));
    store.close();
  }

  it('that was interrupted goes on when the engine starts', async () => {
    await interrupted(['a']);
    bench();
    await settle();
    expect(doubles.rounds).toEqual([ORIGIN]);
  });

  it('that cannot go on does not begin anew with too little', async () => {
    await interrupted(['a', 'gone']);
    const { learning } = bench();
    await settle();
    expect(doubles.rounds).toEqual([]);
    expect(await learning.usage()).toMatchObject([{ origin: ORIGIN, faces: 1 }]);
    const store = await AdaptationStore.open();
    expect(await store.checkpoint(ORIGIN, BASIS)).toBeNull();
    store.close();
  });

  it('that could not even be written down is not repeated after every video', async () => {
    await interrupted(['a']);
    doubles.round = () => Promise.reject(new Error('no room'));
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { play } = bench();
    await settle();
    play('v');
    await settle();
    expect(doubles.rounds).toEqual([ORIGIN]);
    vi.setSystemTime(Date.now() + 3_600_000);
    play('w');
    await settle();
    expect(doubles.rounds).toEqual([ORIGIN, ORIGIN]);
  });
});

it('a site whose switch is off is told apart where all are listed', async () => {
  const store = await AdaptationStore.open();
  for (const origin of [ORIGIN, OTHER]) {
    await store.addSamples(origin, BASIS, [sample({ takenAt: Date.now() })]);
    await commit(store, origin, { createdAt: 1, basis: BASIS, weights: new Float32Array(4) });
  }
  store.close();
  const { learning } = bench({ on: [ORIGIN] });
  expect(await learning.usage()).toMatchObject([
    { origin: ORIGIN, active: 1, on: true },
    { origin: OTHER, active: 1, on: false },
  ]);
});
