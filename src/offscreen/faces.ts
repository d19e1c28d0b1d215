import { FaceDetector, FilesetResolver } from '@mediapipe/tasks-vision';
import type { FaceBox } from '../detector/crop.ts';
import { OWN_FILES } from './own-files.ts';

/** The face detector could not start, or broke and could not be started again. */
export class FaceDetectorError extends Error {
  override readonly name = 'FaceDetectorError';
}

/** MediaPipe's own default. Below it hands and patterns appear. */
const MIN_CONFIDENCE = 0.5;

async function create(): Promise<FaceDetector> {
  try {
    const wasm = await FilesetResolver.forVisionTasks(OWN_FILES.mediapipe);
    const detector = await FaceDetector.createFromOptions(wasm, {
      // 'GPU' needs longer to start than the few ms of a frame ever give back.
      baseOptions: { modelAssetPath: OWN_FILES.faceModel, delegate: 'CPU' },
      runningMode: 'IMAGE',
      minDetectionConfidence: MIN_CONFIDENCE,
    });
    // The first run takes up to ten times as long; nobody is to wait for it.
    detector.detect(new ImageData(64, 64));
    return detector;
  } catch (error) {
    throw new FaceDetectorError('The face detector could not start; it needs WebGL and WebAssembly', {
      cause: error,
    });
  }
}

/** BlazeFace (full range, sparse) of MediaPipe on the CPU. */
export class Faces {
  #detector: FaceDetector;

  private constructor(detector: FaceDetector) {
    this.#detector = detector;
  }

  /** @throws FaceDetectorError */
  static async start(): Promise<Faces> {
    return new Faces(await create());
  }

  /**
   * Finds faces; a detector that breaks is replaced once.
   * @param frame RGBA.
   * @returns boxes in its pixels, which may reach outside it.
   * @throws FaceDetectorError
   */
  async find(frame: ImageData): Promise<FaceBox[]> {
    try {
      return this.#run(frame);
    } catch (error) {
      console.warn('FakeFilter: the face detector broke and is started again', error);
      this.#detector = await create();
    }
    try {
      return this.#run(frame);
    } catch (error) {
      throw new FaceDetectorError('The face detector broke twice on one frame', { cause: error });
    }
  }

  close(): void {
    this.#detector.close();
  }

  #run(frame: ImageData): FaceBox[] {
    return this.#detector.detect(frame).detections.flatMap(({ boundingBox }) => {
      if (!boundingBox || boundingBox.width <= 0 || boundingBox.height <= 0) return [];
      const { originX, originY, width, height } = boundingBox;
      return [{ x: originX, y: originY, width, height }];
    });
  }
}
