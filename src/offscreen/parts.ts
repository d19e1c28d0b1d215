import { TfjsBackends } from '../detector/backends.ts';
import { limitsOf } from '../detector/calibration.ts';
import { Detector } from '../detector/detector.ts';
import { loadModelFiles } from '../detector/model-files.ts';
import type { BackendName, BackendPreference, SelfTest } from '../detector/selection.ts';
import type { Thresholds } from '../verdict/aggregation/aggregation.ts';
import type { ThresholdRates } from '../verdict/prior.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { BlazeFace } from './blaze-face.ts';
import { reasonOf } from './failure.ts';
import { Faces } from './faces.ts';
import { OWN_FILES } from './own-files.ts';

/** What judging needs, started and warm. */
export interface Running {
  faces: Faces;
  detector: Detector;
}

/** The start of the two networks, which everything else waits for, and how it stands. */
export class Parts {
  #phase: 'starting' | 'ready' | 'failed' = 'starting';
  #reason: UncheckedReason | null = null;
  #detector: Detector | null = null;
  readonly #running: Promise<Running>;

  constructor(preference: Promise<BackendPreference>) {
    this.#running = this.#start(preference);
    this.#follow(this.#running);
  }

  get phase(): 'starting' | 'ready' | 'failed' {
    return this.#lostBackends ? 'failed' : this.#phase;
  }

  /** Set if `failed`. */
  get reason(): UncheckedReason | null {
    return this.#lostBackends ? 'selfTest' : this.#reason;
  }

  /** It started well, and since then every backend broke. */
  get #lostBackends(): boolean {
    return this.#phase === 'ready' && this.backend === null;
  }

  get backend(): BackendName | null {
    return this.#detector?.backend ?? null;
  }

  get selfTests(): SelfTest[] {
    return this.#detector?.selfTests ?? [];
  }

  /** Empty until the model is read. */
  get modelVersion(): string {
    return this.#detector?.calibration.modelVersion ?? '';
  }

  /** Probabilities that separate the verdicts; impossible ones until the model is read, so that nothing is decided. */
  get thresholds(): Thresholds {
    const calibration = this.#detector?.calibration;
    return calibration ? limitsOf(calibration) : { manipulated: 1, noSign: 0 };
  }

  /** How those thresholds do, where the model says so. */
  get rates(): ThresholdRates | undefined {
    return this.#detector?.calibration.atThreshold;
  }

  /** @throws FaceDetectorError, ModelFilesError or SelfTestError if the start failed. */
  running(): Promise<Running> {
    return this.#running;
  }

  /** Starts the network anew on another backend. */
  prefer(preference: BackendPreference): void {
    this.#phase = 'starting';
    this.#follow(this.#running.then(({ detector }) => detector.prefer(preference)));
  }

  async dispose(): Promise<void> {
    const { faces, detector } = await this.#running;
    await faces.close();
    await detector.dispose();
  }

  async #start(preference: Promise<BackendPreference>): Promise<Running> {
    const detecting = preference.then(async (preferred) => {
      const files = await loadModelFiles(OWN_FILES.models);
      const backends = new TfjsBackends(files, OWN_FILES.tfjs, (name, why) => detector.giveUp(name, why));
      const detector = new Detector(backends, files.golden, files.calibration, preferred);
      this.#detector = detector;
      await detector.ready();
      return detector;
    });
    const faces = new Faces(() => BlazeFace.start());
    const [detector] = await Promise.all([detecting, faces.ready()]);
    return { faces, detector };
  }

  #follow(work: Promise<unknown>): void {
    work.then(
      () => {
        this.#phase = 'ready';
        this.#reason = null;
      },
      (error: unknown) => {
        console.error('FakeFilter: the engine could not start', error);
        this.#phase = 'failed';
        this.#reason = reasonOf(error);
      },
    );
  }
}
