import { FaceDetector, FilesetResolver } from '@mediapipe/tasks-vision';
import { ModelFilesError } from '../detector/model-files-error.ts';
import { verifiedFiles } from '../detector/verified-files.ts';
import { FaceDetectorError, type FaceFinder, type FoundFace } from './face-finder.ts';
import { OWN_FILES } from './own-files.ts';

const FACE_MODEL = 'face-detector.tflite';
const MEDIAPIPE_FILES = ['vision_wasm_internal.js', 'vision_wasm_internal.wasm'];

/** MediaPipe's own default. Below it hands and patterns appear. */
const MIN_CONFIDENCE = 0.5;

/** One BlazeFace (full range, sparse) of MediaPipe on the CPU. */
export class BlazeFace implements FaceFinder {
  readonly #detector: FaceDetector;
  readonly #gl: WebGL2RenderingContext;

  private constructor(detector: FaceDetector, gl: WebGL2RenderingContext) {
    this.#detector = detector;
    this.#gl = gl;
  }

  /** @throws FaceDetectorError; ModelFilesError if one of its files is missing or damaged. */
  static async start(): Promise<BlazeFace> {
    try {
      const [[model]] = await Promise.all([
        verifiedFiles(OWN_FILES.face, [FACE_MODEL]),
        // MediaPipe reads these by itself.
        verifiedFiles(`${OWN_FILES.mediapipe}/`, MEDIAPIPE_FILES),
      ]);
      if (!model) throw new ModelFilesError('The face model is missing');
      const wasm = await FilesetResolver.forVisionTasks(OWN_FILES.mediapipe);
      const canvas = new OffscreenCanvas(1, 1);
      const detector = await FaceDetector.createFromOptions(wasm, {
        // 'GPU' needs longer to start than the few ms of a frame ever give back.
        baseOptions: { modelAssetBuffer: new Uint8Array(model), delegate: 'CPU' },
        runningMode: 'IMAGE',
        minDetectionConfidence: MIN_CONFIDENCE,
        canvas,
      });
      // MediaPipe has made the context by now; this only asks for it.
      const gl = canvas.getContext('webgl2');
      if (!gl) throw new Error('MediaPipe works without WebGL 2, so a loss of its context would go unseen');
      const face = new BlazeFace(detector, gl);
      // The first run takes up to ten times as long; nobody is to wait for it.
      face.find(new ImageData(64, 64));
      return face;
    } catch (error) {
      if (error instanceof ModelFilesError) throw error;
      throw new FaceDetectorError('The face detector could not start; it needs WebGL 2 and WebAssembly', {
        cause: error,
      });
    }
  }

  find(frame: ImageData): FoundFace[] {
    const { detections } = this.#detector.detect(frame);
    // Even on the CPU MediaPipe passes the picture through WebGL. After its context is lost it goes on without an error
    // and finds some of the faces (measured: two of three), so the loss is asked for after every run.
    if (this.#gl.isContextLost()) throw new Error("MediaPipe's WebGL context was lost");
    return detections.flatMap(({ boundingBox, categories, keypoints }) => {
      if (!boundingBox || boundingBox.width <= 0 || boundingBox.height <= 0) return [];
      const { originX, originY, width, height } = boundingBox;
      return [
        {
          x: originX,
          y: originY,
          width,
          height,
          confidence: categories[0]?.score ?? 0,
          // MediaPipe gives them in fractions of the picture.
          keypoints: keypoints.map(({ x, y }) => ({ x: x * frame.width, y: y * frame.height })),
        },
      ];
    });
  }

  close(): void {
    this.#detector.close();
  }
}
