/** The extension's own files that the engine reads; the build puts them there (build/assets.ts). */
const at = (path: string): string => new URL(path, location.origin).href;

export const OWN_FILES = {
  /** Holds `checksums.json` and `detector/`. */
  models: at('/models/'),
  /** Holds its own `checksums.json`, as do the folders below. */
  face: at('/models/face/'),
  identity: at('/models/identity/'),
  /** Without a slash at the end, as MediaPipe wants it. */
  mediapipe: at('/wasm/mediapipe'),
  tfjs: at('/wasm/tfjs/'),
} as const;
