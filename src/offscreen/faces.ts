import { FaceDetectorError, type Face, type FaceFinder, type FoundFace, type Point } from './face-finder.ts';
import { Restartable } from './restartable.ts';
import { cutTile, mergeFaces, tilesOf } from './tiles.ts';
import { fills, withMargin } from './margin.ts';
import { isSure, rightWayUp, turnedBack, upsideDown } from './way-up.ts';

/** Of many looks at one frame more is asked: there are more patterns to be mistaken for a face, six times as many in six tiles. First choice. */
const MIN_CONFIDENCE_LATER = 0.65;

/** On a slow machine it takes some 20 s. */
const START_LIMIT_MS = 90_000;

/** A face detector that is replaced when it breaks. */
export class Faces {
  readonly #finder: Restartable<FaceFinder>;

  /** @param start starts a detector, now and whenever one broke or did not start. */
  constructor(start: () => Promise<FaceFinder>) {
    this.#finder = new Restartable('The start of the face detector', START_LIMIT_MS, start);
  }

  /** @throws FaceDetectorError, ModelFilesError, LateError */
  async ready(): Promise<void> {
    await this.#finder.get();
  }

  /**
   * Finds faces; a detector that breaks is replaced, and the frame is looked at once more.
   * @param frame RGBA.
   * @returns boxes in its pixels, which may reach outside it.
   * @throws FaceDetectorError, ModelFilesError, LateError
   */
  async find(frame: ImageData): Promise<FoundFace[]> {
    const current = this.#finder.get();
    const finder = await current;
    try {
      return finder.find(frame);
    } catch (error) {
      console.warn('FakeFilter: the face detector broke and is started again', error);
      // Of two callers that meet the same break the first replaces the detector.
      if (this.#finder.get() === current) this.#replace(finder);
    }
    const replacement = await this.#finder.get();
    try {
      return replacement.find(frame);
    } catch (error) {
      throw new FaceDetectorError('The face detector broke twice on one frame', { cause: error });
    }
  }

  /**
   * Looks at a frame in one way after the other, for whoever ends at the first that finds what is wanted: as it is, from further away, for
   * a face that fills the frame, which the detector does not know, and both the other way up, since it knows faces that lean by a
   * right angle at most. Each as {@link find}.
   */
  async *looks(frame: ImageData): AsyncGenerator<FoundFace[], void, undefined> {
    // Each is taken once: a doubtful face asks for some before their turn.
    const filling = once(() => this.#filling(frame));
    const turned = once(() => this.#turned(frame));
    const fillingTurned = once(() => this.#fillingTurned(frame));

    const found = await this.find(frame);
    const doubtful = found.filter((face) => !isSure(face));
    if (doubtful.length === 0) yield found;
    else if (!doubtful.some((face) => fills(face, frame))) yield rightWayUp(found, [], await turned());
    else yield rightWayUp(found, await filling(), [...(await turned()), ...(await fillingTurned())]);

    const far = await filling();
    yield far.every(isSure) ? far : rightWayUp(far, [], await fillingTurned());
    yield await turned();
    yield (await fillingTurned()).filter(({ confidence }) => confidence >= MIN_CONFIDENCE_LATER);
  }

  /** Looks closer, for faces too small to be found in the whole frame; takes six times as long. As {@link find}. */
  async findSmall(frame: ImageData): Promise<Face[]> {
    const found: Face[] = [];
    for (const tile of tilesOf(frame.width, frame.height)) {
      for (const face of await this.find(cutTile(frame, tile))) {
        if (face.confidence < MIN_CONFIDENCE_LATER) continue;
        const { x, y, width, height, keypoints } = moved(face, tile);
        found.push({ x, y, width, height, keypoints });
      }
    }
    return mergeFaces(found);
  }

  async close(): Promise<void> {
    (await this.#finder.get()).close();
  }

  async #filling(frame: ImageData): Promise<FoundFace[]> {
    const { padded, left, top } = withMargin(frame);
    const found = await this.find(padded);
    return found.map((face) => moved(face, { x: -left, y: -top })).filter((face) => fills(face, frame));
  }

  async #turned(frame: ImageData): Promise<FoundFace[]> {
    return turnedBack(await this.find(upsideDown(frame)), frame);
  }

  async #fillingTurned(frame: ImageData): Promise<FoundFace[]> {
    return turnedBack(await this.#filling(upsideDown(frame)), frame);
  }

  #replace(broken: FaceFinder): void {
    try {
      broken.close();
    } catch (error) {
      console.warn('FakeFilter: the broken face detector did not shut down cleanly', error);
    }
    this.#finder.anew();
  }
}

/** A face found in a part of a frame, or in more than it, where it lies in the frame. */
function moved({ x, y, keypoints = [], ...face }: FoundFace, by: Point): FoundFace & { keypoints: Point[] } {
  return {
    ...face,
    x: x + by.x,
    y: y + by.y,
    keypoints: keypoints.map((point) => ({ x: point.x + by.x, y: point.y + by.y })),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
