import { BACKENDS, type BackendName, type BackendPreference } from '../contracts/backend.ts';
import type { SelfTest } from '../contracts/self-test.ts';
import { featureDistance, logOdds, type Calibration } from './calibration.ts';
import { NO_CUT, type Top, type TopWeights } from './cut.ts';
import { ModelFilesError } from './model-files-error.ts';
import type { Golden } from './model-files.ts';
import type { Judgement } from './network.ts';
import {
  SelfTestError,
  selectBackend,
  type BackendHost,
  type OpenNetwork,
  type Selection,
} from './selection.ts';
import { noise } from './noise.ts';
import { sharpness } from './sharpness.ts';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** With no backend left, all are tried again when faces are to be judged after so long, in ms: devices come back. */
const TRY_AGAIN_AFTER_MS = 30_000;

/** What the detector says of one face. */
export interface FaceEvidence {
  /** The network's own output, before calibration. */
  logit: number;
  /** Its pooled feature vector, `[units]`. */
  feature: Float32Array;
  /** Calibrated log-odds that the face is manipulated. */
  logOdds: number;
  /** Distance from the training faces; above 1 the face is unfamiliar. */
  distance: number;
  /** See {@link sharpness}. */
  sharpness: number;
  /** See {@link noise}. */
  noise: number;
  /** Signs of blending in each field of the crop, 0…1, row by row; null of a network that does not say. */
  mask: Float32Array | null;
}

/**
 * The network with its self-test and its recovery: a backend that breaks while judging (device lost, context lost,
 * an error, a result that is no number) is given up, the next one is chosen, and the faces are judged again.
 */
export class Detector {
  readonly calibration: Calibration;
  readonly #host: BackendHost;
  readonly #golden: Golden;
  #preference: BackendPreference;
  #selection: Promise<Selection>;
  #selfTests: SelfTest[] = [];
  #backend: BackendName | null = null;
  readonly #lost = new Set<BackendName>();
  /** When the last choice ended without a backend, in ms of `performance.now()`. */
  #failedAt: number | null = null;

  constructor(host: BackendHost, golden: Golden, calibration: Calibration, preference: BackendPreference) {
    this.#host = host;
    this.#golden = golden;
    this.calibration = calibration;
    this.#preference = preference;
    this.#selection = this.#select();
  }

  /** The backend in use; null while choosing, and after all failed. */
  get backend(): BackendName | null {
    return this.#backend;
  }

  /** How each backend did in the last choice. */
  get selfTests(): SelfTest[] {
    return this.#selfTests;
  }

  /**
   * Resolves when a backend is chosen and warm.
   * @throws SelfTestError if none passed, ModelFilesError if the network cannot be built.
   */
  async ready(): Promise<void> {
    await this.#selection;
  }

  /** Chooses anew by another preference. Faces given meanwhile wait. Errors as {@link ready}. */
  async prefer(preference: BackendPreference): Promise<void> {
    if (preference === this.#preference) return this.ready();
    this.#preference = preference;
    this.#lost.clear();
    this.#reselect(await this.#settled());
    await this.#selection;
  }

  /** Gives a backend up from outside, e.g. when its device is lost while nothing is judged. */
  giveUp(name: BackendName, why: string): void {
    console.warn(`FakeFilter: ${name} was lost: ${why}`);
    this.#lost.add(name);
  }

  /**
   * @param faces RGB crops, each `[INPUT_SIZE, INPUT_SIZE, 3]`, 0…255.
   * @param top what stands above the cut for a site; without it the network judges as it was installed.
   * @throws SelfTestError once no backend is left; ModelFilesError.
   */
  async judge(faces: readonly Uint8Array[], top?: Top): Promise<FaceEvidence[]> {
    return this.#onNetwork(async (network) => {
      const judged = await network.judge(faces, top);
      const broken = judged.find(({ logit }) => !Number.isFinite(logit));
      if (broken) throw new Error(`returned ${broken.logit} as a logit`);
      if (judged.some(({ mask }) => mask?.some((value) => !Number.isFinite(value)))) {
        throw new Error('returned a mask that is no number');
      }
      return judged.map((judgement, index) => this.#evidence(judgement, faces[index]));
    });
  }

  /** Whether the network has the cut that adaptation needs. Errors as {@link ready}. */
  async adaptable(): Promise<boolean> {
    return (await this.#selection).network.adaptable === true;
  }

  /** The values of faces at the cut; see `Network.cut`. Errors as {@link judge}. */
  cut(faces: readonly Uint8Array[]): Promise<Float32Array[]> {
    return this.#onNetwork((network) => network.cut?.(faces) ?? Promise.reject(new ModelFilesError(NO_CUT)));
  }

  /** What a site's version starts from. Errors as {@link judge}. */
  topWeights(): Promise<TopWeights> {
    return this.#onNetwork(
      (network) => network.topWeights?.() ?? Promise.reject(new ModelFilesError(NO_CUT)),
    );
  }

  /**
   * Runs another network on the backend in use, and again on the next one where it breaks. Errors as {@link judge}.
   * @param work is given what stands for the backend: another one after it was exchanged, whose tensors are gone then.
   */
  beside<T>(work: (backend: object) => Promise<T>): Promise<T> {
    return this.#onNetwork(work);
  }

  /** Runs on the chosen backend, and again on the next one where it breaks. @throws SelfTestError, ModelFilesError */
  async #onNetwork<T>(work: (network: OpenNetwork) => Promise<T>): Promise<T> {
    if (this.#failedAt !== null && performance.now() - this.#failedAt >= TRY_AGAIN_AFTER_MS) {
      this.#lost.clear();
      this.#reselect(null);
    }
    // Every round but the last gives a backend up, so there are at most as many rounds as backends, and one.
    for (let round = 0; round <= BACKENDS.length; round++) {
      const choice = this.#selection;
      const selection = await choice;
      if (!this.#lost.has(selection.backend)) {
        try {
          return await work(selection.network);
        } catch (error) {
          if (error instanceof ModelFilesError) throw error;
          // A network that was put away under our hands, by a new preference, says nothing of its backend.
          if (this.#selection === choice) this.giveUp(selection.backend, messageOf(error));
        }
      }
      // Of several callers that met the same loss the first chooses; the others find the new choice.
      if (this.#selection === choice) this.#reselect(selection);
    }
    throw new SelfTestError(this.#selfTests);
  }

  async dispose(): Promise<void> {
    const selection = await this.#settled();
    selection?.network.dispose();
    if (selection) this.#host.retire(selection.backend);
    this.#backend = null;
  }

  #evidence({ logit, feature, mask }: Judgement, face: Uint8Array | undefined): FaceEvidence {
    return {
      logit,
      feature,
      logOdds: logOdds(this.calibration, logit),
      distance: featureDistance(this.calibration, feature),
      sharpness: face ? sharpness(face) : 0,
      noise: face ? noise(face) : 0,
      mask,
    };
  }

  async #settled(): Promise<Selection | null> {
    return this.#selection.catch(() => null);
  }

  #reselect(old: Selection | null): void {
    this.#backend = null;
    if (old) {
      try {
        old.network.dispose();
      } catch (error) {
        console.warn(`FakeFilter: the network on ${old.backend} could not be freed`, error);
      }
      this.#host.retire(old.backend);
    }
    this.#selection = this.#select();
  }

  #select(): Promise<Selection> {
    this.#failedAt = null;
    const selecting = selectBackend(this.#host, this.#golden, this.#preference, this.#lost).then(
      (selection) => {
        this.#selfTests = selection.selfTests;
        this.#backend = selection.backend;
        return selection;
      },
      (error: unknown) => {
        this.#failedAt = performance.now();
        if (error instanceof SelfTestError) this.#selfTests = error.selfTests;
        throw error;
      },
    );
    // Whoever awaits the choice sees its error; without a waiter it must not count as unhandled.
    selecting.catch(() => undefined);
    return selecting;
  }
}
