import { CodedError, messageOf } from '../contracts/coded-error.ts';
import { BACKENDS, type BackendName, type BackendPreference } from '../contracts/backend.ts';
import type { NotUsed, SelfTest } from '../contracts/self-test.ts';
import type { TopWeights } from './cut.ts';
import { msPerFace, worstDifference, type Judge } from './golden.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { Golden } from './model-files.ts';

/** What stands behind a backend. `software`: a GPU interface emulated on the CPU, slower than wasm. */
export interface BackendNature {
  kind: 'hardware' | 'software' | 'missing';
  /** The adapter's name, or what is missing. */
  detail: string;
}

/** A network on one backend; see `Network`. One that cannot be adapted has no more than the first two. */
export interface OpenNetwork extends Judge {
  dispose(): void;
  readonly adaptable?: boolean;
  cut?(faces: readonly Uint8Array[]): Promise<Float32Array[]>;
  topWeights?(): Promise<TopWeights>;
}

/** The tensor library, as far as the choice needs it. */
export interface BackendHost {
  inspect(name: BackendName): Promise<BackendNature>;
  /** Makes a backend the active one. @throws Error if it cannot start. */
  activate(name: BackendName): Promise<void>;
  /** Frees a backend that is not to be used (again). */
  retire(name: BackendName): void;
  /** Loads the network on the active backend. @throws ModelFilesError */
  load(): Promise<OpenNetwork>;
}

export interface Selection {
  backend: BackendName;
  network: OpenNetwork;
  selfTests: SelfTest[];
}

/** No backend reproduced the golden vectors. `selfTests` says how each failed. */
export class SelfTestError extends CodedError {
  override readonly name = 'SelfTestError';
  readonly selfTests: SelfTest[];

  constructor(selfTests: SelfTest[]) {
    const message = `No backend passed its self-test: ${JSON.stringify(selfTests)}`;
    super({ code: 'selfTest' }, { message });
    this.selfTests = selfTests;
  }
}

/**
 * A backend that neither answers nor fails must not hold the others up. One that was asked for by name may be a software
 * GPU, which needs minutes for shaders and golden pictures on a busy machine.
 */
const TIMEOUT_MS = { auto: 30_000, forced: 300_000 } as const;

/** It did not answer in time. */
const LATE = Symbol('late');

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(LATE), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Runs the golden vectors and the stop watch on one backend. A network that failed is disposed of. */
async function test(host: BackendHost, backend: BackendName, golden: Golden) {
  await host.activate(backend);
  const network = await host.load();
  try {
    const worst = await worstDifference(network, golden);
    if (!(worst <= golden.tolerance)) {
      network.dispose();
      return { network: null, worst: Number.isNaN(worst) ? null : worst, ms: null };
    }
    return { network, worst, ms: await msPerFace(network, golden) };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Why a backend is not even tried; null if it is. @param forced it was asked for by name. */
function unfit({ kind, detail }: BackendNature, forced: boolean): NotUsed | null {
  if (kind === 'missing') return { code: 'missing' };
  return kind === 'software' && !forced ? { code: 'software', adapter: detail } : null;
}

/**
 * Chooses a backend. Each candidate must reproduce the golden vectors; of those that do, the fastest is taken.
 * A forced backend is taken whatever its speed, and even if it is software; if it fails, the others follow in order.
 * @param lost backends that broke while judging, not to be tried again.
 * @returns the choice, active and warm, and how each candidate did.
 * @throws SelfTestError if none passes, ModelFilesError if the network cannot be built at all.
 */
export async function selectBackend(
  host: BackendHost,
  golden: Golden,
  preference: BackendPreference,
  lost: ReadonlySet<BackendName> = new Set(),
): Promise<Selection> {
  const order =
    preference === 'auto' ? BACKENDS : [preference, ...BACKENDS.filter((name) => name !== preference)];
  const selfTests: SelfTest[] = [];
  const passed: { backend: BackendName; network: OpenNetwork; ms: number }[] = [];

  for (const backend of order) {
    const report: SelfTest = { backend, passed: false, notUsed: null, worst: null, msPerFace: null };
    selfTests.push(report);
    if (lost.has(backend)) {
      report.notUsed = { code: 'broke' };
      continue;
    }
    const [first] = passed;
    if (preference !== 'auto' && first) {
      const code = first.backend === preference ? 'otherSet' : 'otherPassed';
      report.notUsed = { code, backend: first.backend };
      continue;
    }
    try {
      report.notUsed = unfit(await host.inspect(backend), backend === preference);
      if (report.notUsed) continue;
      const timeout = backend === preference ? TIMEOUT_MS.forced : TIMEOUT_MS.auto;
      const result = await withTimeout(test(host, backend, golden), timeout);
      if (result === LATE) {
        report.notUsed = { code: 'late' };
        host.retire(backend);
        continue;
      }
      report.worst = result.worst;
      report.msPerFace = result.ms;
      if (result.network) {
        report.passed = true;
        passed.push({ backend, network: result.network, ms: result.ms });
      } else {
        report.notUsed = { code: 'differs', allowed: golden.tolerance };
        host.retire(backend);
      }
    } catch (error) {
      if (error instanceof ModelFilesError) throw error;
      report.notUsed = { code: 'failed', detail: messageOf(error) };
      host.retire(backend);
    }
  }

  const [best, ...slower] = passed.sort((a, b) => a.ms - b.ms);
  if (!best) throw new SelfTestError(selfTests);
  for (const { backend, network } of slower) {
    network.dispose();
    host.retire(backend);
  }
  await host.activate(best.backend);
  return { backend: best.backend, network: best.network, selfTests };
}
