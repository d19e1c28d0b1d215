import { row3, row5 } from './depthwise-rows';
import { rowOfTaps } from './depthwise-taps';

/**
 * Convolution of each channel by itself. Rows of the input are copied with their margins into a ring of as many as the window has. So
 * no window stands out of them, and what is read again and again is near to the processor.
 * @param input `[pictures, height, width, channels]`, channels a multiple of 8.
 * @param weights `[size, size, channels]`. @param bias `[channels]`.
 * @param top, left how far the first window stands out of the picture, where all is 0.
 * @param ring `[size, (outWidth - 1) × stride + size, channels]` of memory to work in.
 * @param output `[pictures, outHeight, outWidth, channels]`, outWidth at least 7.
 */
export function depthwise(
  input: usize,
  pictures: i32,
  height: i32,
  width: i32,
  channels: i32,
  weights: usize,
  bias: usize,
  size: i32,
  stride: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  low: f32,
  high: f32,
  ring: usize,
  output: usize,
): void {
  const pixel = <usize>channels * 4;
  const columns = (outWidth - 1) * stride + size;
  const row = <usize>columns * pixel;
  const copied = <usize>min(width, columns - left) * pixel;
  memory.fill(ring, 0, <usize>size * row);
  let place = output;
  for (let picture = 0; picture < pictures; picture++) {
    const start = input + <usize>(picture * height * width) * pixel;
    // Rows are counted from the first of the upper margin on; row n lies in place n % size of the ring.
    let filled = 0;
    for (let y = 0; y < outHeight; y++) {
      const first = y * stride;
      for (filled = max(filled, first); filled < first + size; filled++) {
        const target = ring + <usize>(filled % size) * row + <usize>left * pixel;
        const line = filled - top;
        if (line < 0 || line >= height) memory.fill(target, 0, copied);
        else memory.copy(target, start + <usize>(line * width) * pixel, copied);
      }
      const slot = first % size;
      if (stride == 1 && size == 3) row3(ring, row, slot, pixel, weights, bias, outWidth, low, high, place);
      else if (stride == 1 && size == 5)
        row5(ring, row, slot, pixel, weights, bias, outWidth, low, high, place);
      else rowOfTaps(ring, row, slot, size, stride, pixel, weights, bias, outWidth, low, high, place);
      place += <usize>outWidth * pixel;
    }
  }
}
