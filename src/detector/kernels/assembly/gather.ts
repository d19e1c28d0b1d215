/**
 * Writes each window of the input out as a row, so that a convolution becomes a product of matrices.
 * @param input `[pictures, height, width, channels]`.
 * @param size sides of the window. @param top, left how far the first window stands out of the picture, where all is 0.
 * @param output `[pictures × outHeight × outWidth, depth]`; what is left of a row after the window's values is 0.
 */
export function gather(
  input: usize,
  pictures: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
  stride: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  depth: i32,
  output: usize,
): void {
  const pixel = <usize>channels * 4;
  const row = <usize>width * pixel;
  const line = <usize>size * pixel;
  const window = <usize>depth * 4;
  let place = output;
  for (let picture = 0; picture < pictures; picture++) {
    const start = input + <usize>(picture * height) * row;
    for (let y = -top; y < outHeight * stride - top; y += stride) {
      for (let x = -left; x < outWidth * stride - left; x += stride) {
        const inside = y >= 0 && x >= 0 && y + size <= height && x + size <= width;
        const written = inside ? <usize>size * line : 0;
        for (let at = written; at < window; at += 4) store<f32>(place + at, 0);
        const from = max(0, -x);
        const count = <usize>(min(size, width - x) - from) * pixel;
        for (let i = max(0, -y); i < min(size, height - y); i++) {
          const source = start + <usize>(y + i) * row + <usize>(x + from) * pixel;
          copy(place + <usize>i * line + <usize>from * pixel, source, count);
        }
        place += window;
      }
    }
  }
}

/** Of few values, for which calling `memory.copy` would take longer than the copying. */
function copy(target: usize, source: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(target + at, v128.load(source + at));
  for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at));
}
