import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Detector } from '../../../src/detector/detector.ts';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import { MASK_FIELDS } from '../../../src/detector/mask.ts';
import { parseCalibration } from '../../../src/detector/calibration.ts';
import { SelfTestError } from '../../../src/detector/selection.ts';
import { FakeBackends, golden, type Behaviour } from './fake-backends.ts';

const calibration = parseCalibration({
  version: 1,
  modelVersion: 'trial',
  temperature: 0.5,
  bias: 0.25,
  thresholds: { manipulated: 0.8, noSign: 0.2 },
  feature: { mean: [0], std: [1], maxDistance: 1 },
});
const face = [new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3)];
/** The self-test is one run, the timing four. */
const SELECTION_RUNS = 5;

function detector(behaviour: Partial<Record<'webgpu' | 'webgl' | 'wasm', Behaviour>>) {
  const host = new FakeBackends(behaviour);
  return { host, detector: new Detector(host, golden, calibration, 'auto') };
}

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

describe('Detector', () => {
  it('gives calibrated log-odds', async () => {
    const { detector: subject } = detector({ wasm: {} });
    expect(await subject.judge(face)).toMatchObject([{ logit: 0.5, logOdds: 0.5 / 0.5 + 0.25, distance: 0 }]);
    expect(subject.backend).toBe('wasm');
  });

  it('gives sharpness of the crop and the mask, if the network has one', async () => {
    const mask = new Float32Array(MASK_FIELDS).fill(0.25);
    const { detector: masked } = detector({ wasm: { mask } });
    expect(await masked.judge(face)).toMatchObject([{ mask, sharpness: 0 }]);
    const { detector: plain } = detector({ wasm: {} });
    expect((await plain.judge(face))[0]?.mask).toBeNull();
  });

  it('gives a backend up whose mask is no number', async () => {
    const { detector: subject } = detector({
      webgl: { mask: new Float32Array(MASK_FIELDS).fill(Number.NaN) },
      wasm: { ms: 10 },
    });
    await subject.judge(face);
    expect(subject.backend).toBe('wasm');
  });

  it('judges the same faces on another backend when one breaks', async () => {
    const { host, detector: subject } = detector({
      webgl: { breaksAfter: SELECTION_RUNS + 1 },
      wasm: { ms: 10 },
    });
    await subject.judge(face);
    expect(subject.backend).toBe('webgl');
    expect(await subject.judge(face)).toHaveLength(1);
    expect(subject.backend).toBe('wasm');
    expect(host.open).toBe(1);
  });

  it('tries all backends again some time after none was left', async () => {
    const wasm: Behaviour = { dead: true };
    const { detector: subject } = detector({ wasm });
    await expect(subject.judge(face)).rejects.toBeInstanceOf(SelfTestError);
    // The device is back.
    wasm.dead = false;
    await expect(subject.judge(face)).rejects.toBeInstanceOf(SelfTestError);
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    expect(await subject.judge(face)).toHaveLength(1);
  });

  it('recovers once for several callers at a time', async () => {
    const { host, detector: subject } = detector({
      webgl: { breaksAfter: SELECTION_RUNS },
      wasm: { ms: 10 },
    });
    const answers = await Promise.all([subject.judge(face), subject.judge(face), subject.judge(face)]);
    expect(answers.map((answer) => answer.length)).toEqual([1, 1, 1]);
    expect(host.open).toBe(1);
  });

  it('chooses anew after a device was lost between two frames', async () => {
    const { detector: subject } = detector({ webgpu: {}, wasm: { ms: 10 } });
    await subject.ready();
    subject.giveUp('webgpu', 'the driver was reset');
    await subject.judge(face);
    expect(subject.backend).toBe('wasm');
  });

  it('fails for good once no backend is left', async () => {
    const { detector: subject } = detector({ wasm: { breaksAfter: SELECTION_RUNS } });
    await expect(subject.judge(face)).rejects.toBeInstanceOf(SelfTestError);
    expect(subject.backend).toBeNull();
  });

  it('changes to a preferred backend without losing faces in work', async () => {
    const { host, detector: subject } = detector({ webgpu: { ms: 5 }, wasm: { ms: 20 } });
    await subject.ready();
    expect(subject.backend).toBe('webgpu');
    const working = subject.judge(face);
    await subject.prefer('wasm');
    expect(subject.backend).toBe('wasm');
    expect(await working).toHaveLength(1);
    expect(host.open).toBe(1);
  });
});
