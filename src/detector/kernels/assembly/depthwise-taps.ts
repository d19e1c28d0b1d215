import { clamp, multiplyAdd } from './arithmetic';

/** One row of the output of any window and stride: 4 fields of 8 channels at a time. */
export function rowOfTaps(
  ring: usize,
  row: usize,
  slot: i32,
  size: i32,
  stride: i32,
  pixel: usize,
  weights: usize,
  bias: usize,
  width: i32,
  low: f32,
  high: f32,
  output: usize,
): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const step = <usize>stride * pixel;
  for (let x = 0; x < width; x += 4) {
    const first = <usize>min(x, width - 4);
    for (let channel: usize = 0; channel < pixel; channel += 32) {
      let a0 = v128.load(bias + channel);
      let b0 = v128.load(bias + channel, 16);
      let a1 = a0;
      let b1 = b0;
      let a2 = a0;
      let b2 = b0;
      let a3 = a0;
      let b3 = b0;
      let w = weights + channel;
      let line = slot;
      for (let i = 0; i < size; i++) {
        let tap = ring + <usize>line * row + first * step + channel;
        for (let k = 0; k < size; k++) {
          const wa = v128.load(w);
          const wb = v128.load(w, 16);
          let p = tap;
          a0 = multiplyAdd(v128.load(p), wa, a0);
          b0 = multiplyAdd(v128.load(p, 16), wb, b0);
          p += step;
          a1 = multiplyAdd(v128.load(p), wa, a1);
          b1 = multiplyAdd(v128.load(p, 16), wb, b1);
          p += step;
          a2 = multiplyAdd(v128.load(p), wa, a2);
          b2 = multiplyAdd(v128.load(p, 16), wb, b2);
          p += step;
          a3 = multiplyAdd(v128.load(p), wa, a3);
          b3 = multiplyAdd(v128.load(p, 16), wb, b3);
          w += pixel;
          tap += pixel;
        }
        line = line == size - 1 ? 0 : line + 1;
      }
      let place = output + first * pixel + channel;
      v128.store(place, clamp(a0, lows, highs));
      v128.store(place, clamp(b0, lows, highs), 16);
      place += pixel;
      v128.store(place, clamp(a1, lows, highs));
      v128.store(place, clamp(b1, lows, highs), 16);
      place += pixel;
      v128.store(place, clamp(a2, lows, highs));
      v128.store(place, clamp(b2, lows, highs), 16);
      place += pixel;
      v128.store(place, clamp(a3, lows, highs));
      v128.store(place, clamp(b3, lows, highs), 16);
    }
  }
}
