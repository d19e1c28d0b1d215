import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { convert, kindOnDisk } from '../lib/ffmpeg.ts';

/** Files made for the browser of those that it does not decode; gone with the program. */
export class Conversions {
  #folder: string | null = null;
  #made = 0;

  /**
   * @param file absolute path.
   * @returns the path of a file that browsers read.
   * @throws Error with ffmpeg's words.
   */
  async make(file: string): Promise<string> {
    this.#folder ??= await mkdtemp(path.join(os.tmpdir(), 'fakefilter-converted-'));
    const { medium } = await kindOnDisk(file);
    const to = path.join(this.#folder, `${this.#made++}.${medium === 'picture' ? 'png' : 'mp4'}`);
    await convert(file, to);
    return to;
  }

  async clear(): Promise<void> {
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }
}
