interface Waiting {
  asked: boolean;
  job: () => Promise<void>;
  over: () => void;
}

/**
 * Who may send a frame: at most one frame a video and {@link IN_ALL} in all are on their way. A video that has to wait keeps
 * its place, not its frame: the frame is taken when its turn comes, so that it is always the newest.
 */
export class Turns {
  readonly #running = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();

  /** Whether this video has a frame on its way or waits for its turn. */
  has(video: string): boolean {
    return this.#running.has(video) || this.#waiting.has(video);
  }

  /**
   * Runs `job` as soon as there is room; does nothing where this video has a turn already. The job handles its errors.
   * @param over called after the job, when this video may take another turn.
   */
  take(video: string, asked: boolean, job: () => Promise<void>, over: () => void): void {
    if (this.has(video)) return;
    this.#waiting.set(video, { asked, job, over });
    this.#next();
  }

  /** Gives up a turn not yet come. */
  leave(video: string): void {
    this.#waiting.delete(video);
  }

  #next(): void {
    while (this.#running.size < IN_ALL) {
      const all = [...this.#waiting];
      const first = all.find(([, waiting]) => waiting.asked) ?? all[0];
      if (!first) return;
      const [video, { job, over }] = first;
      this.#waiting.delete(video);
      this.#running.add(video);
      void job().finally(() => {
        this.#running.delete(video);
        over();
        this.#next();
      });
    }
  }
}

const IN_ALL = 2;
