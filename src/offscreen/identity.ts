import type { Detector } from '../detector/detector.ts';
import { DescriptorNetwork } from '../detector/identity/descriptor-network.ts';
import { ModelFilesError } from '../detector/model-files-error.ts';
import { verifiedFiles } from '../detector/verified-files.ts';
import { OWN_FILES } from './own-files.ts';

/** The network that tells people apart, loaded once somebody wants to compare videos. */
export class Identity {
  #files: Promise<ArrayBuffer[]> | null = null;
  /** On one backend; those of others went with them. */
  #loaded: { backend: object; network: DescriptorNetwork } | null = null;

  /**
   * @param chips see `chip.ts`.
   * @returns 128 numbers each; those of one person lie close to one another.
   * @throws ModelFilesError if its files are missing or damaged; as `Detector.judge`.
   */
  async describe(detector: Detector, chips: readonly Uint8Array[]): Promise<Float32Array[]> {
    if (chips.length === 0) return [];
    const [manifest, weights] = await this.#read();
    if (!manifest || !weights) throw new ModelFilesError('The network that tells people apart is missing');
    return detector.beside(async (backend) => {
      if (this.#loaded?.backend !== backend)
        this.#loaded = { backend, network: DescriptorNetwork.load(manifest, weights) };
      const described = await this.#loaded.network.describe(chips);
      if (described.some((numbers) => !numbers.every(Number.isFinite)))
        throw new Error('returned a descriptor that is no number');
      return described;
    });
  }

  /** What could not be read is read again when it is asked for again. */
  #read(): Promise<ArrayBuffer[]> {
    const files = (this.#files ??= verifiedFiles(OWN_FILES.identity, ['weights.json', 'weights.bin']));
    files.catch(() => (this.#files = null));
    return files;
  }
}
