import type { VideoState } from '../verdict/types.ts';
import type { AttemptHooks, Attempted } from './attempt-hooks.ts';
import { brightnessShownBy } from './brightness.ts';
import { NO_CLAIM } from './frame-slots.ts';
import { standing } from './progress.ts';
import { hasFrame } from './sampler.ts';
import { SceneWatch } from './scene.ts';

interface SceneHooks {
  /** Another scene began. */
  begun: () => void;
  /** The slot in which a file was looked at is free again. */
  over: () => void;
}

/** Looks for another scene after the verdict of an attempt: at the player's picture, or through the engine at the file. */
export class SceneLooks {
  readonly #watch = new SceneWatch();
  readonly #attempt: Attempted & { isOver: () => boolean };
  readonly #hooks: AttemptHooks;
  readonly #scene: SceneHooks;

  constructor(attempt: Attempted & { isOver: () => boolean }, hooks: AttemptHooks, scene: SceneHooks) {
    this.#attempt = attempt;
    this.#hooks = hooks;
    this.#scene = scene;
  }

  /** A frame that looks like this was judged. */
  judged(brightness: Float32Array): void {
    this.#watch.judged(brightness);
  }

  /** A verdict was reached. */
  rest(): void {
    this.#watch.rest(performance.now());
  }

  /** Looks if a look is due. */
  watch(): void {
    const { video, progress } = this.#attempt;
    const state = standing(progress);
    const now = performance.now();
    if (!state || progress.rechecking || !this.#watch.isDue(now)) return;
    if (!this.#hooks.alive() || this.#hooks.passing(video)) return;
    if (!this.#hooks.eligible(video) || !hasFrame(video)) return;
    if (state.quality === 'ownPlayer') this.#inItsTurn(now);
    if (state.quality !== 'direct') return;
    this.#watch.glanced(now);
    void this.#onPage(now, state);
  }

  /**
   * Looks at once, before a frame is judged as one of the scene that is known: judged so, its picture would hide that another began.
   * @returns whether another scene began, which is then told. @throws what keeps the engine from looking.
   */
  async begins(): Promise<boolean> {
    const state = standing(this.#attempt.progress);
    const now = performance.now();
    if (!state || !this.#watch.mayCut(now)) return false;
    if (state.quality === 'ownPlayer') return this.#inFile();
    return state.quality === 'direct' && this.#onPage(now, state);
  }

  /** Looks at the player's picture. */
  async #onPage(now: number, { framesJudged }: VideoState): Promise<boolean> {
    const brightness = await brightnessShownBy(this.#attempt.video);
    if (!brightness || this.#attempt.isOver()) return false;
    const isNew = this.#watch.look(now, brightness, framesJudged > 0);
    if (isNew) this.#scene.begun();
    return isNew;
  }

  /** Looks at the file, through the engine. */
  async #inFile(): Promise<boolean> {
    if (!(await this.#hooks.glance(this.#attempt)) || this.#attempt.isOver()) return false;
    this.#watch.cut();
    this.#scene.begun();
    return true;
  }

  #inItsTurn(now: number): void {
    this.#watch.glanced(now);
    const glance = async (): Promise<void> => {
      try {
        await this.#inFile();
      } catch (error) {
        // The verdict stands; the next glance tries again.
        console.debug('FakeFilter: whether a new scene began was not told', error);
      }
    };
    this.#hooks.slots.take(this.#attempt.key.video, NO_CLAIM, glance, () => this.#scene.over());
  }
}
