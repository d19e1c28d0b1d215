import { describe, expect, it } from 'vitest';
import { SelfTestError, selectBackend } from '../../../src/detector/selection.ts';
import { FakeBackends, golden } from './fake-backends.ts';

describe('selectBackend', () => {
  it('takes the fastest of the backends that pass, and frees the others', async () => {
    const host = new FakeBackends({ webgpu: { ms: 40 }, webgl: { ms: 1 }, wasm: { ms: 20 } });
    const { backend, selfTests } = await selectBackend(host, golden, 'auto');
    expect(backend).toBe('webgl');
    expect(host.active).toBe('webgl');
    expect(host.open).toBe(1);
    expect(host.retired.sort()).toEqual(['wasm', 'webgpu']);
    expect(selfTests.every(({ passed }) => passed)).toBe(true);
  });

  it('never takes a backend that differs from the golden vectors, however fast', async () => {
    const host = new FakeBackends({ webgpu: { error: 0.01 }, wasm: { ms: 20 } });
    const { backend, selfTests } = await selectBackend(host, golden, 'auto');
    expect(backend).toBe('wasm');
    expect(selfTests[0]).toMatchObject({ backend: 'webgpu', passed: false });
    expect(selfTests[0]?.worst).toBeCloseTo(0.01);
    expect(selfTests[0]?.notUsed).toEqual({ code: 'differs', allowed: golden.tolerance });
  });

  it('treats results that are no numbers as a failure', async () => {
    const host = new FakeBackends({ webgl: { error: Number.NaN }, wasm: {} });
    expect((await selectBackend(host, golden, 'auto')).backend).toBe('wasm');
  });

  it('passes over software adapters and says so', async () => {
    const host = new FakeBackends({ webgpu: { nature: 'software' }, wasm: { ms: 5 } });
    const { backend, selfTests } = await selectBackend(host, golden, 'auto');
    expect(backend).toBe('wasm');
    expect(selfTests[0]?.notUsed).toMatchObject({ code: 'software' });
  });

  it('takes a forced backend even if it is software and slow', async () => {
    const host = new FakeBackends({ webgpu: { nature: 'software', ms: 30 }, wasm: {} });
    expect((await selectBackend(host, golden, 'webgpu')).backend).toBe('webgpu');
  });

  it('goes on in order if the forced backend fails, and reports it', async () => {
    const host = new FakeBackends({ webgpu: {}, webgl: { dead: true }, wasm: {} });
    const { backend, selfTests } = await selectBackend(host, golden, 'webgl');
    expect(backend).toBe('webgpu');
    expect(selfTests[0]).toMatchObject({
      backend: 'webgl',
      passed: false,
      notUsed: { code: 'failed', detail: 'could not start' },
    });
  });

  it('does not try backends that broke before', async () => {
    const host = new FakeBackends({ webgpu: {}, wasm: { ms: 5 } });
    expect((await selectBackend(host, golden, 'auto', new Set(['webgpu']))).backend).toBe('wasm');
  });

  it('fails with the report of all if none passes', async () => {
    const host = new FakeBackends({ webgl: { dead: true }, wasm: { error: 1 } });
    const failure = selectBackend(host, golden, 'auto');
    await expect(failure).rejects.toBeInstanceOf(SelfTestError);
    await expect(failure).rejects.toMatchObject({ selfTests: { length: 3 } });
    expect(host.open).toBe(0);
  });
});
