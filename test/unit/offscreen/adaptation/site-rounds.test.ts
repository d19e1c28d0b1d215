import type { Check } from '../../../../src/contracts/check.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runRound, type RoundResult } from '../../../../src/adaptation/round.ts';
import type { AdaptationStore } from '../../../../src/adaptation/store/store.ts';
import { NEEDED } from '../../../../src/adaptation/tunables.ts';
import { CodedError } from '../../../../src/contracts/coded-error.ts';
import { runSiteRound } from '../../../../src/offscreen/adaptation/site-rounds.ts';
import { useWasm } from '../../../../tools/verify-models/wasm.ts';
import { drawnTransfer, RANGES } from '../../adaptation/cuts.ts';
import { BASIS, closeStores, commit, openStore, SITE } from '../../adaptation/databases.ts';
import { DAY_MS, NOW, noise, sample } from '../../adaptation/samples.ts';

/** What is written back of a round, whatever happens while it trains; the training itself is not done here. */

vi.mock(import('../../../../src/adaptation/round.ts'), () => ({ runRound: vi.fn() }));

const failed: Check = { name: 'fakeRate', passed: false, before: 0.1, after: 0.9, limit: 3 };
const passed: Check = { ...failed, passed: true };
const result: RoundResult = {
  weights: noise(2, 50),
  trained: noise(2, 50),
  checks: [passed],
  currentChecks: [],
  told: { fakeRate: 0.1, steps: 300, interpolation: 1, resemblance: null, distance: null, figure: null },
};
const refused = { ...result, weights: null, checks: [failed] };

beforeAll(useWasm);

let store: AdaptationStore;
beforeEach(async () => {
  store = await openStore();
  // Enough to begin with: each of a video of its own, on two days.
  const days = Array.from({ length: NEEDED.faces }, (_, i) => sample({ takenAt: NOW - (i % 2) * DAY_MS }));
  await store.addSamples(SITE, BASIS, days);
});
afterEach(() => {
  vi.restoreAllMocks();
  closeStores();
});

/** @param meanwhile happens while it trains. */
function round(found: RoundResult, meanwhile: () => unknown = () => undefined, signal?: AbortSignal) {
  vi.mocked(runRound).mockImplementation(async () => {
    await meanwhile();
    return found;
  });
  return runSiteRound({
    origin: SITE,
    store,
    memory: {
      replay: { modelVersion: 'network 1', ranges: RANGES, train: [], held: [] },
      transfer: drawnTransfer(),
      centre: new Float64Array(),
      basis: BASIS,
      original: new Float32Array(),
    },
    threshold: 0,
    signal: signal ?? new AbortController().signal,
    yieldToEngine: () => Promise.resolve(),
    onProgress: () => undefined,
  });
}

const active = async () => (await store.active(SITE, BASIS))?.number ?? 0;
const last = async () => (await store.rounds(SITE))[0];
const inUse = () => commit(store, SITE, { createdAt: NOW, basis: BASIS, weights: noise(1, 50) });

describe('a round of a site', () => {
  it('puts the version in use that passed', async () => {
    await inUse();
    expect(await round(result)).toBe('committed');
    expect(await last()).toMatchObject({ outcome: 'committed', version: 2, steps: 300, reason: null });
    expect(await active()).toBe(2);
  });

  it('does not put its version in use over a choice made while it trained', async () => {
    await inUse();
    expect(await round(result, () => store.use(SITE, 0))).toBe('refused');
    expect(await active()).toBe(0);
    expect((await last())?.reason).toEqual({ code: 'overtaken' });
  });

  it('brings back the original where the version in use no longer passes, and tells it in its own record', async () => {
    await inUse();
    expect(await round({ ...refused, currentChecks: [failed] })).toBe('refused');
    expect(await active()).toBe(0);
    expect((await last())?.reason).toEqual({ code: 'fellBack' });
    // The next version that passes ends the notice.
    expect(await store.notices(SITE)).toEqual([{ code: 'fellBack' }]);
    expect(await round(result)).toBe('committed');
    expect(await store.notices(SITE)).toEqual([]);
  });

  it('leaves a version alone that the user put in use instead of the one that failed', async () => {
    await inUse();
    await inUse();
    await round({ ...refused, currentChecks: [failed] }, () => store.use(SITE, 1));
    expect(await active()).toBe(1);
    expect(await store.notices(SITE)).toEqual([]);
  });

  it('keeps nothing of what it learned from faces that were deleted meanwhile', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const meanwhile = async () => {
      await store.forget(SITE);
      await store.addSamples(SITE, BASIS, [sample()]);
    };
    expect(await round(result, meanwhile)).toBe('failed');
    expect(await store.versions(SITE, BASIS)).toEqual([]);
    expect((await last())?.reason).toEqual({ code: 'samplesDeleted' });
  });

  it('says that nothing was changed only if nothing was: a version that cannot be written down does not judge', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    await inUse();
    const put = Reflect.get(IDBObjectStore.prototype, 'put');
    let full = true;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
    ) {
      const request = put.call(this, value);
      if (full && this.name === 'rounds') {
        full = false;
        this.transaction.abort();
      }
      return request;
    });
    expect(await round(result)).toBe('failed');
    expect(await last()).toMatchObject({ outcome: 'failed', version: null });
    expect(await active()).toBe(1);
    expect((await store.versions(SITE, BASIS)).map(({ number }) => number)).toEqual([1]);
  });

  it('that was stopped changes nothing, though it came to its end', async () => {
    const abort = new AbortController();
    expect(
      await round(result, () => abort.abort(new CodedError({ code: 'switchedOff' })), abort.signal),
    ).toBe('stopped');
    expect(await last()).toMatchObject({
      outcome: 'stopped',
      reason: { code: 'switchedOff' },
      version: null,
    });
    expect(await active()).toBe(0);
  });
});
