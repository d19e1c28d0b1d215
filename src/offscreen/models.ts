import type { BackendName, BackendPreference } from '../contracts/backend.ts';
import type { SelfTest } from '../contracts/self-test.ts';
import { TfjsBackends } from '../detector/backends.ts';
import { limitsOf } from '../detector/calibration.ts';
import { Detector } from '../detector/detector.ts';
import { loadModelFiles } from '../detector/model-files.ts';
import type { Thresholds } from '../verdict/aggregation/aggregation.ts';
import type { ThresholdRates } from '../contracts/threshold-rates.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { BlazeFace } from './blaze-face.ts';
import { reasonOf } from './failure.ts';
import { Faces } from './faces.ts';
import { OWN_FILES } from './own-files.ts';
import { Restartable } from './restartable.ts';

/** Three self-tests, each with a limit of its own, on a machine that has other things to do. */
const START_LIMIT_MS = 240_000;

/** What judging needs, started and warm. */
export interface Running {
  faces: Faces;
  detector: Detector;
}

/** How one start stands. */
interface Start {
  phase: 'starting' | 'ready' | 'failed';
  /** Set if `failed`. */
  reason: UncheckedReason | null;
}

const BEGUN: Readonly<Start> = { phase: 'starting', reason: null };

/** The start of the two networks, which everything else waits for, and how it stands. */
export class Models {
  /** The newest; what an older one comes to is of no use any more. */
  #newest: Start = { ...BEGUN };
  #detector: Detector | null = null;
  readonly #detecting: Restartable<Detector>;
  readonly #faces = new Faces(() => BlazeFace.start());
  #preference: Promise<BackendPreference>;
  #followed: Promise<unknown> | null = null;

  constructor(preference: Promise<BackendPreference>) {
    this.#preference = preference;
    this.#detecting = new Restartable('The start of the detector', START_LIMIT_MS, () => this.#start());
    void this.running().catch(() => undefined); // told by `phase` and `reason`
  }

  get phase(): Start['phase'] {
    return this.#lostBackends ? 'failed' : this.#newest.phase;
  }

  /** Set if `failed`. */
  get reason(): UncheckedReason | null {
    return this.#lostBackends ? 'selfTest' : this.#newest.reason;
  }

  /** It started well, and since then every backend broke. */
  get #lostBackends(): boolean {
    return this.#newest.phase === 'ready' && this.backend === null;
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

  /**
   * What failed to start is tried again here, after a while.
   * @throws FaceDetectorError, ModelFilesError, SelfTestError or LateError if the last start failed.
   */
  async running(): Promise<Running> {
    const detecting = this.#detecting.get();
    const work = Promise.all([detecting, this.#faces.ready()]);
    const begun = this.#followed !== detecting;
    if (begun) this.#follow(work, BEGUN);
    // A part that failed may have been started again by itself.
    else if (this.#newest.phase === 'failed') this.#follow(work, this.#newest);
    this.#followed = detecting;
    const [detector] = await work;
    return { faces: this.#faces, detector };
  }

  /** Starts the network anew on another backend. */
  prefer(preference: BackendPreference): void {
    this.#preference = Promise.resolve(preference);
    this.#follow(
      this.running().then(({ detector }) => detector.prefer(preference)),
      BEGUN,
    );
  }

  /** The network did not answer in time: another backend is to be tried, and this one not again. */
  gaveNoAnswer(): void {
    if (this.backend) this.#detector?.giveUp(this.backend, 'it did not answer in time');
  }

  async dispose(): Promise<void> {
    const { faces, detector } = await this.running();
    await faces.close();
    await detector.dispose();
  }

  async #start(): Promise<Detector> {
    const files = await loadModelFiles(OWN_FILES.models);
    const backends = new TfjsBackends(files, OWN_FILES.tfjs, (name, why) => detector.giveUp(name, why));
    const detector = new Detector(backends, files.golden, files.calibration, await this.#preference);
    this.#detector = detector;
    await detector.ready();
    return detector;
  }

  #follow(work: Promise<unknown>, from: Readonly<Start>): void {
    const start: Start = { ...from };
    this.#newest = start;
    work.then(
      () => Object.assign(start, { phase: 'ready', reason: null } satisfies Start),
      (error: unknown) => {
        // Told already, and nothing was started since.
        if (start.phase === 'failed') return;
        console.error('FakeFilter: the engine could not start', error);
        Object.assign(start, { phase: 'failed', reason: reasonOf(error) } satisfies Start);
      },
    );
  }
}
