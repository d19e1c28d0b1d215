/** What a script may see of a video: asked of the pixels themselves, never inferred from the address. */
export type Pixels =
  | 'readable'
  /** Another host's file without CORS: drawing works, reading is forbidden. */
  | 'tainted'
  /** Opaque pure black: a dark scene, or a protected video. */
  | 'black'
  /** Nothing was drawn: no frame yet, or a protected video. */
  | 'nothing';

/** Says what four RGBA pixels amount to. */
export function describePixels(rgba: ArrayLike<number>): Pixels {
  let opaque = false;
  for (let i = 0; i < rgba.length; i++) {
    if (!rgba[i]) continue;
    if (i % 4 !== 3) return 'readable';
    opaque = true;
  }
  return opaque ? 'black' : 'nothing';
}

/** Looks at four pixels of what the video shows now. */
export function probePixels(video: HTMLVideoElement): Pixels {
  const context = new OffscreenCanvas(2, 2).getContext('2d', { willReadFrequently: true });
  if (!context) return 'nothing';
  context.drawImage(video, 0, 0, 2, 2);
  try {
    return describePixels(context.getImageData(0, 0, 2, 2).data);
  } catch (error) {
    if (isSecurityError(error)) return 'tainted';
    throw error;
  }
}

export function isSecurityError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'SecurityError';
}
