import type { BackendName } from '../../../src/contracts/backend.ts';
import type { Golden } from '../../../src/detector/model-files.ts';
import { INPUT_SIZE } from '../../../src/detector/crop.ts';
import type { Judgement } from '../../../src/detector/network.ts';
import type { BackendHost, BackendNature } from '../../../src/detector/selection.ts';

/** How one backend behaves; a missing entry is a backend this machine does not have. */
export interface Behaviour {
  nature?: BackendNature['kind'];
  /** Its mask; null if none is given. */
  mask?: Float32Array;
  /** What it adds to every logit. */
  error?: number;
  /** ms a run takes. */
  ms?: number;
  /** Whether it cannot even start. */
  dead?: boolean;
  /** Runs after which every further one throws. */
  breaksAfter?: number;
}

export const golden: Golden = {
  inputs: new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3),
  logits: [0.5],
  tolerance: 1e-3,
};

export class FakeBackends implements BackendHost {
  active: BackendName | null = null;
  readonly retired: BackendName[] = [];
  open = 0;
  readonly #behaviour: Partial<Record<BackendName, Behaviour>>;

  constructor(behaviour: Partial<Record<BackendName, Behaviour>>) {
    this.#behaviour = behaviour;
  }

  inspect(name: BackendName): Promise<BackendNature> {
    const kind = this.#behaviour[name] ? (this.#behaviour[name].nature ?? 'hardware') : 'missing';
    return Promise.resolve({ kind, detail: `${name} of this test` });
  }

  activate(name: BackendName): Promise<void> {
    if (this.#behaviour[name]?.dead) return Promise.reject(new Error('could not start'));
    this.active = name;
    return Promise.resolve();
  }

  retire(name: BackendName): void {
    this.retired.push(name);
  }

  load() {
    const name = this.active;
    const behaviour = (name && this.#behaviour[name]) ?? {};
    let runs = 0;
    this.open++;
    return Promise.resolve({
      judge: async (faces: readonly Uint8Array[]): Promise<Judgement[]> => {
        if (++runs > (behaviour.breaksAfter ?? Infinity)) throw new Error('device lost');
        if (behaviour.ms) await new Promise((resolve) => setTimeout(resolve, behaviour.ms));
        return faces.map(() => ({
          logit: 0.5 + (behaviour.error ?? 0),
          feature: new Float32Array([0]),
          mask: behaviour.mask ?? null,
        }));
      },
      dispose: () => {
        this.open--;
      },
    });
  }
}
