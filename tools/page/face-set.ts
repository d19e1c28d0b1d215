import { CUT_VALUES } from '../../src/detector/cut.ts';
import { fromHalves } from '../lib/faces/float16.ts';

/** Faces at the cut out of a file that `../face-set.ts` wrote. */
export class FaceSet {
  readonly #halves: Uint16Array;
  readonly #pictures: number;

  private constructor(halves: Uint16Array, pictures: number) {
    this.#halves = halves;
    this.#pictures = pictures;
  }

  /** @param pictures of each face. @throws Error if the file does not hold whole faces. */
  static async open(file: File | undefined, pictures: number): Promise<FaceSet> {
    if (!file) throw new Error('The page was given no such file');
    const halves = new Uint16Array(await file.arrayBuffer());
    if (halves.length % (pictures * CUT_VALUES) !== 0) throw new Error(`${file.name} was cut off`);
    return new FaceSet(halves, pictures);
  }

  get length(): number {
    return this.#halves.length / (this.#pictures * CUT_VALUES);
  }

  /** Values at the cut of one picture of a face. */
  values(face: number, picture: number): Float32Array {
    const start = (face * this.#pictures + picture) * CUT_VALUES;
    return fromHalves(this.#halves.subarray(start, start + CUT_VALUES));
  }
}
