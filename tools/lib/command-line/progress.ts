/** How far a long run is, on stderr: a bar with the time left on a terminal, a line now and then elsewhere. */

/** Where there is no terminal, a line at least so often, in ms. */
const LINE_EVERY_MS = 30_000;
const BAR_WIDTH = 30;
/** The speed is that of the last so many steps: the first ones wait for the engine to start. */
const WINDOW = 50;

/** `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export class Progress {
  readonly #total: number;
  readonly #terminal: boolean;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  readonly #times: number[];
  #done = 0;
  #lastLine: number;

  constructor(
    total: number,
    terminal = process.stderr.isTTY,
    write: (text: string) => void = (text) => void process.stderr.write(text),
    now: () => number = () => performance.now(),
  ) {
    this.#total = total;
    this.#terminal = terminal;
    this.#write = write;
    this.#now = now;
    this.#lastLine = now();
    this.#times = [this.#lastLine];
  }

  /** One more is done. */
  step(): void {
    this.#done++;
    this.#times.push(this.#now());
    if (this.#times.length > WINDOW + 1) this.#times.shift();
    if (this.#terminal) this.#bar();
    else if (this.#done === this.#total || this.#now() - this.#lastLine >= LINE_EVERY_MS) this.#line();
  }

  /** A message between two steps, which does not run into the bar. */
  say(message: string): void {
    this.#write(this.#terminal ? `\r\x1b[K${message}\n` : `${message}\n`);
    if (this.#terminal && this.#done > 0 && this.#done < this.#total) this.#bar();
  }

  #left(): string {
    if (this.#done === this.#total) return '';
    const first = this.#times[0] ?? 0;
    const seconds = ((this.#times.at(-1) ?? first) - first) / 1000;
    return `, about ${duration((seconds / (this.#times.length - 1)) * (this.#total - this.#done))} left`;
  }

  #bar(): void {
    const full = Math.round((this.#done / this.#total) * BAR_WIDTH);
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
    const end = this.#done === this.#total ? '\n' : '';
    this.#write(`\r\x1b[K${bar} ${this.#done} of ${this.#total}${this.#left()}${end}`);
  }

  #line(): void {
    this.#lastLine = this.#now();
    this.#write(`${this.#done} of ${this.#total}${this.#left()}\n`);
  }
}
