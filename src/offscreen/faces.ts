import { FaceDetectorError, type Face, type FaceFinder, type FoundFace } from './face-finder.ts';
import { cutTile, mergeFaces, tilesOf } from './tiles.ts';

/** In six tiles there are six times as many patterns to be mistaken for a face, so more is asked. First choice. */
const MIN_CONFIDENCE_CLOSER = 0.65;

/** A face detector that is replaced when it breaks. */
export class Faces {
  readonly #start: () => Promise<FaceFinder>;
  #finder: Promise<FaceFinder>;

  /** @param start starts a detector, now and whenever one broke. */
  constructor(start: () => Promise<FaceFinder>) {
    this.#start = start;
    this.#finder = start();
  }

  /** @throws FaceDetectorError */
  async ready(): Promise<void> {
    await this.#finder;
  }

  /**
   * Finds faces; a detector that breaks is replaced, and the frame is looked at once more.
   * @param frame RGBA.
   * @returns boxes in its pixels, which may reach outside it.
   * @throws FaceDetectorError
   */
  async find(frame: ImageData): Promise<FoundFace[]> {
    const current = this.#finder;
    const finder = await current;
    try {
      return finder.find(frame);
    } catch (error) {
      console.warn('FakeFilter: the face detector broke and is started again', error);
      // Of two callers that meet the same break the first replaces the detector.
      if (this.#finder === current) this.#replace(finder);
    }
    const replacement = await this.#finder;
    try {
      return replacement.find(frame);
    } catch (error) {
      throw new FaceDetectorError('The face detector broke twice on one frame', { cause: error });
    }
  }

  /** Looks closer, for faces too small to be found in the whole frame; takes six times as long. As {@link find}. */
  async findSmall(frame: ImageData): Promise<Face[]> {
    const found: Face[] = [];
    for (const tile of tilesOf(frame.width, frame.height)) {
      for (const face of await this.find(cutTile(frame, tile))) {
        if (face.confidence < MIN_CONFIDENCE_CLOSER) continue;
        const { x, y, width, height, keypoints = [] } = face;
        found.push({
          x: x + tile.x,
          y: y + tile.y,
          width,
          height,
          keypoints: keypoints.map((point) => ({ x: point.x + tile.x, y: point.y + tile.y })),
        });
      }
    }
    return mergeFaces(found);
  }

  async close(): Promise<void> {
    (await this.#finder).close();
  }

  #replace(broken: FaceFinder): void {
    try {
      broken.close();
    } catch (error) {
      console.warn('FakeFilter: the broken face detector did not shut down cleanly', error);
    }
    this.#finder = this.#start();
    // Whoever looks for faces next sees the error; until then it must not count as unhandled.
    this.#finder.catch(() => undefined);
  }
}
