import type { JudgeResponse } from '../messages/schemas.ts';

/** As many as "Check files" takes of a short file. */
const FRAMES = 16;

/** Where a file is read of which the page shows too little: in the middles of equal parts, each half of them spread over all of it. */
export class FileShares {
  readonly #left = spread();

  /** The next share of the file's length, 0…1; undefined after the last. */
  next(): number | undefined {
    return this.#left.shift();
  }

  /** No more are wanted. */
  end(): void {
    this.#left.length = 0;
  }

  /** An answer before the last one is none yet, unless it accuses: a part that was not seen may say otherwise. */
  stillOpen(response: JudgeResponse): JudgeResponse {
    if (response.status !== 'judged' || this.#left.length === 0) return response;
    const { state } = response;
    if (state.phase === 'done' && state.verdict.kind === 'manipulated') {
      this.end();
      return response;
    }
    return { ...response, state: { ...state, phase: 'checking' } };
  }
}

function spread(): number[] {
  const even = Array.from({ length: FRAMES }, (_, i) => (i + 0.5) / FRAMES);
  return [...even.filter((_, i) => i % 2 === 0), ...even.filter((_, i) => i % 2 === 1)];
}
