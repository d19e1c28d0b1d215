import { PATIENCE } from '../../adaptation/tunables.ts';
import { within } from '../../messages/timers.ts';
import { AdaptationStore } from '../../adaptation/store/store.ts';
import { readMemory, type LearningModels, type Memory } from './memory.ts';

/** What all of learning works on, opened once and when it is first asked for; what failed to open is tried again by the next who asks. */
export class Resources {
  readonly #models: LearningModels;
  #store: Promise<AdaptationStore> | null = null;
  #memory: Promise<Memory> | null = null;

  constructor(models: LearningModels) {
    this.#models = models;
  }

  /** @throws as {@link AdaptationStore.open}. */
  store(): Promise<AdaptationStore> {
    this.#store ??= AdaptationStore.open().catch((error: unknown) => {
      this.#store = null;
      throw error;
    });
    return this.#store;
  }

  /** @throws as {@link readMemory}, and LateError. */
  memory(): Promise<Memory> {
    this.#memory ??= within(
      PATIENCE.memoryMs,
      'Reading what learning starts from',
      readMemory(this.#models),
    ).catch((error: unknown) => {
      this.#memory = null;
      throw error;
    });
    return this.#memory;
  }

  async detector() {
    return (await this.#models.running()).detector;
  }

  /** Deletes all that is kept of every site. @throws as {@link AdaptationStore.deleteAll}. */
  async deleteAll(): Promise<void> {
    await this.#closeStore();
    await AdaptationStore.deleteAll();
  }

  dispose(): void {
    void this.#closeStore();
  }

  async #closeStore(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    await store?.then(
      (opened) => opened.close(),
      () => undefined, // never opened
    );
  }
}
