import type { TopWeights } from './cut.ts';
import { msPerFace, worstDifference, type Judge } from './golden.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { Golden } from './model-files.ts';

/** In the order of preference. */
export const BACKEND_ORDER = ['webgpu', 'webgl', 'wasm'] as const;
export type BackendName = (typeof BACKEND_ORDER)[number];
export type BackendPreference = BackendName | 'auto';

/** What stands behind a backend. `software`: a GPU interface emulated on the CPU, slower than wasm. */
export interface BackendNature {
  kind: 'hardware' | 'software' | 'missing';
  /** The adapter's name, or why there is none. */
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

/** How one backend did. The same shape goes to the status display. */
export interface SelfTest {
  backend: BackendName;
  passed: boolean;
  /** Why it was passed over, or what differed; empty if it passed. */
  detail: string;
  worst: number | null;
  msPerFace: number | null;
}

export interface Selection {
  backend: BackendName;
  network: OpenNetwork;
  selfTests: SelfTest[];
}

/** No backend reproduced the golden vectors. `selfTests` says how each failed. */
export class SelfTestError extends Error {
  override readonly name = 'SelfTestError';
  readonly selfTests: SelfTest[];

  constructor(selfTests: SelfTest[]) {
    super(`No backend passed its self-test: ${selfTests.map((t) => `${t.backend}: ${t.detail}`).join('; ')}`);
    this.selfTests = selfTests;
  }
}

/**
 * A backend that neither answers nor fails must not hold the others up. One that was asked for by name may be a software
 * GPU, which compiles shaders for most of a minute on a busy machine.
 */
const TIMEOUT_MS = { auto: 30_000, forced: 120_000 } as const;

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`did not answer within ${ms / 1000} s`)), ms);
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
      const detail = `differs from the golden vectors by ${worst} (${golden.tolerance} allowed)`;
      return { network: null, worst: Number.isNaN(worst) ? null : worst, ms: null, detail };
    }
    return { network, worst, ms: await msPerFace(network, golden), detail: '' };
  } catch (error) {
    network.dispose();
    throw error;
  }
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
    preference === 'auto'
      ? BACKEND_ORDER
      : [preference, ...BACKEND_ORDER.filter((name) => name !== preference)];
  const selfTests: SelfTest[] = [];
  const passed: { backend: BackendName; network: OpenNetwork; ms: number }[] = [];

  for (const backend of order) {
    const report: SelfTest = { backend, passed: false, detail: '', worst: null, msPerFace: null };
    selfTests.push(report);
    if (lost.has(backend)) {
      report.detail = 'broke while judging';
      continue;
    }
    if (preference !== 'auto' && passed.length > 0) {
      report.detail = `not tried: ${preference} is set`;
      if (passed[0]?.backend !== preference) report.detail = `not tried: ${passed[0]?.backend} passed`;
      continue;
    }
    try {
      const nature = await host.inspect(backend);
      if (nature.kind === 'missing' || (nature.kind === 'software' && backend !== preference)) {
        report.detail = nature.kind === 'missing' ? nature.detail : `software adapter (${nature.detail})`;
        continue;
      }
      const timeout = backend === preference ? TIMEOUT_MS.forced : TIMEOUT_MS.auto;
      const result = await withTimeout(test(host, backend, golden), timeout);
      report.worst = result.worst;
      report.msPerFace = result.ms;
      report.detail = result.detail;
      if (result.network) {
        report.passed = true;
        passed.push({ backend, network: result.network, ms: result.ms });
      } else {
        host.retire(backend);
      }
    } catch (error) {
      if (error instanceof ModelFilesError) throw error;
      report.detail = error instanceof Error ? error.message : String(error);
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
