/** Beginnings anew within {@link WITHIN_MS} that are more than a viewer's doing: of one file, and of whichever. */
const MAX_OF_ONE_FILE = 4;
const MAX_IN_ALL = 12;
const WITHIN_MS = 30_000;

/** Tells a page that begins its video anew again and again, so that no verdict is reached, from a feed that is leafed through. */
export class Restarts {
  #recent: { file: string; at: number }[] = [];

  /** The element turned to this file. @returns whether there is no end to it. */
  note(file: string, now: number): boolean {
    this.#recent = [...this.#recent.filter(({ at }) => now - at < WITHIN_MS), { file, at: now }];
    const alike = this.#recent.filter((each) => each.file === file).length;
    return this.#recent.length > MAX_IN_ALL || (file !== '' && alike > MAX_OF_ONE_FILE);
  }

  /** A verdict was reached. */
  clear(): void {
    this.#recent = [];
  }
}
