import type { JudgeResponse } from '../messages/schemas.ts';

/** Where a file is read of which the page shows too little: in the middles of equal parts, each half of them spread over all of it. */
export class FileShares {
  readonly #frames: () => number;
  #left: number[] | null = null;
  #all = 0;

  /** @param frames how many are read; asked once, when the first is wanted. */
  constructor(frames: () => number) {
    this.#frames = frames;
  }

  /** The next share of the file's length, 0…1; undefined after the last. */
  next(): number | undefined {
    this.#left ??= spread((this.#all = this.#frames()));
    return this.#left.shift();
  }

  /** No more are wanted. */
  end(): void {
    this.#left = [];
  }

  /** An answer before the last one is none yet, unless it accuses: a part that was not seen may say otherwise. */
  stillOpen(response: JudgeResponse): JudgeResponse {
    if (response.status !== 'judged' || !this.#left?.length) return response;
    const { state } = response;
    if (state.phase === 'done' && state.verdict.kind === 'manipulated') {
      this.end();
      return response;
    }
    const framesWanted = Math.max(state.framesWanted, this.#all);
    return { ...response, state: { ...state, phase: 'checking', framesWanted } };
  }
}

function spread(frames: number): number[] {
  const even = Array.from({ length: frames }, (_, i) => (i + 0.5) / frames);
  return [...even.filter((_, i) => i % 2 === 0), ...even.filter((_, i) => i % 2 === 1)];
}
