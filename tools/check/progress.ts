import type { FrameProgress } from '../../src/pages/check-files/results.ts';

/**
 * How far `npm run check` is, on stderr: a bar on a terminal. Elsewhere, in a pipe or a log, a line for each file and now and then
 * one within a long file; beside lines of JSON, which tell of each file by themselves, only the latter.
 */

/** Elsewhere than on a terminal a line within a file at most so often, in ms. */
const LINE_EVERY_MS = 30_000;
const BAR_WIDTH = 30;

export class CheckProgress {
  readonly #total: number;
  readonly #json: boolean;
  readonly #terminal: boolean;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  #done = 0;
  #lastLine: number;

  constructor(
    total: number,
    json: boolean,
    terminal = process.stderr.isTTY,
    write: (text: string) => void = (text) => void process.stderr.write(text),
    now: () => number = () => performance.now(),
  ) {
    this.#total = total;
    this.#json = json;
    this.#terminal = terminal;
    this.#write = write;
    this.#now = now;
    this.#lastLine = now();
  }

  start(): void {
    if (this.#terminal) this.#bar(0, '');
  }

  /** Something is going on with a file. */
  within(file: string, what: string, share: number): void {
    if (this.#terminal) this.#bar(share, `  ${what}`);
    else if (this.#now() - this.#lastLine >= LINE_EVERY_MS) {
      this.#line(`${this.#done} of ${this.#total} files done; ${file}: ${what}`);
    }
  }

  done(file: string): void {
    this.#done++;
    this.#lastLine = this.#now();
    if (this.#terminal) this.#bar(0, this.#done === this.#total ? '\n' : '');
    else if (!this.#json) this.#line(`${this.#done} of ${this.#total}: ${file}`);
  }

  #line(text: string): void {
    this.#lastLine = this.#now();
    this.#write(`${text}\n`);
  }

  #bar(share: number, after: string): void {
    const full = Math.round(((this.#done + share) / this.#total) * BAR_WIDTH);
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
    this.#write(`\r\x1b[K${bar} ${this.#done} of ${this.#total}${after}`);
  }
}

/** "frame 12 of 30". */
export function progressWords({ phase, framesDone, framesTotal }: FrameProgress): string {
  return `${phase === 'looking' ? 'looking for cuts, look' : 'frame'} ${framesDone} of ${framesTotal}`;
}
