import { clamp, multiplyAdd } from './arithmetic';

/** One row of the output of a window of 3 × 3 with a stride of 1: 7 fields of 4 channels at a time, each value of the input read once. */
export function row3(
  ring: usize,
  row: usize,
  slot: i32,
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
  for (let x = 0; x < width; x += 7) {
    const first = <usize>min(x, width - 7) * pixel;
    for (let channel: usize = 0; channel < pixel; channel += 16) {
      let a0 = v128.load(bias + channel);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let a4 = a0;
      let a5 = a0;
      let a6 = a0;
      let w = weights + channel;
      let line = slot;
      for (let i = 0; i < 3; i++) {
        const w0 = v128.load(w);
        w += pixel;
        const w1 = v128.load(w);
        w += pixel;
        const w2 = v128.load(w);
        w += pixel;
        let p = ring + <usize>line * row + first + channel;
        let v = v128.load(p);
        a0 = multiplyAdd(v, w0, a0);
        p += pixel;
        v = v128.load(p);
        a0 = multiplyAdd(v, w1, a0);
        a1 = multiplyAdd(v, w0, a1);
        p += pixel;
        v = v128.load(p);
        a0 = multiplyAdd(v, w2, a0);
        a1 = multiplyAdd(v, w1, a1);
        a2 = multiplyAdd(v, w0, a2);
        p += pixel;
        v = v128.load(p);
        a1 = multiplyAdd(v, w2, a1);
        a2 = multiplyAdd(v, w1, a2);
        a3 = multiplyAdd(v, w0, a3);
        p += pixel;
        v = v128.load(p);
        a2 = multiplyAdd(v, w2, a2);
        a3 = multiplyAdd(v, w1, a3);
        a4 = multiplyAdd(v, w0, a4);
        p += pixel;
        v = v128.load(p);
        a3 = multiplyAdd(v, w2, a3);
        a4 = multiplyAdd(v, w1, a4);
        a5 = multiplyAdd(v, w0, a5);
        p += pixel;
        v = v128.load(p);
        a4 = multiplyAdd(v, w2, a4);
        a5 = multiplyAdd(v, w1, a5);
        a6 = multiplyAdd(v, w0, a6);
        p += pixel;
        v = v128.load(p);
        a5 = multiplyAdd(v, w2, a5);
        a6 = multiplyAdd(v, w1, a6);
        p += pixel;
        v = v128.load(p);
        a6 = multiplyAdd(v, w2, a6);
        line = line == 2 ? 0 : line + 1;
      }
      let place = output + first + channel;
      v128.store(place, clamp(a0, lows, highs));
      place += pixel;
      v128.store(place, clamp(a1, lows, highs));
      place += pixel;
      v128.store(place, clamp(a2, lows, highs));
      place += pixel;
      v128.store(place, clamp(a3, lows, highs));
      place += pixel;
      v128.store(place, clamp(a4, lows, highs));
      place += pixel;
      v128.store(place, clamp(a5, lows, highs));
      place += pixel;
      v128.store(place, clamp(a6, lows, highs));
    }
  }
}

/** One row of the output of a window of 5 × 5 with a stride of 1: 7 fields of 4 channels at a time, each value of the input read once. */
export function row5(
  ring: usize,
  row: usize,
  slot: i32,
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
  for (let x = 0; x < width; x += 7) {
    const first = <usize>min(x, width - 7) * pixel;
    for (let channel: usize = 0; channel < pixel; channel += 16) {
      let a0 = v128.load(bias + channel);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let a4 = a0;
      let a5 = a0;
      let a6 = a0;
      let w = weights + channel;
      let line = slot;
      for (let i = 0; i < 5; i++) {
        const w0 = v128.load(w);
        w += pixel;
        const w1 = v128.load(w);
        w += pixel;
        const w2 = v128.load(w);
        w += pixel;
        const w3 = v128.load(w);
        w += pixel;
        const w4 = v128.load(w);
        w += pixel;
        let p = ring + <usize>line * row + first + channel;
        let v = v128.load(p);
        a0 = multiplyAdd(v, w0, a0);
        p += pixel;
        v = v128.load(p);
        a0 = multiplyAdd(v, w1, a0);
        a1 = multiplyAdd(v, w0, a1);
        p += pixel;
        v = v128.load(p);
        a0 = multiplyAdd(v, w2, a0);
        a1 = multiplyAdd(v, w1, a1);
        a2 = multiplyAdd(v, w0, a2);
        p += pixel;
        v = v128.load(p);
        a0 = multiplyAdd(v, w3, a0);
        a1 = multiplyAdd(v, w2, a1);
        a2 = multiplyAdd(v, w1, a2);
        a3 = multiplyAdd(v, w0, a3);
        p += pixel;
        v = v128.load(p);
        a0 = multiplyAdd(v, w4, a0);
        a1 = multiplyAdd(v, w3, a1);
        a2 = multiplyAdd(v, w2, a2);
        a3 = multiplyAdd(v, w1, a3);
        a4 = multiplyAdd(v, w0, a4);
        p += pixel;
        v = v128.load(p);
        a1 = multiplyAdd(v, w4, a1);
        a2 = multiplyAdd(v, w3, a2);
        a3 = multiplyAdd(v, w2, a3);
        a4 = multiplyAdd(v, w1, a4);
        a5 = multiplyAdd(v, w0, a5);
        p += pixel;
        v = v128.load(p);
        a2 = multiplyAdd(v, w4, a2);
        a3 = multiplyAdd(v, w3, a3);
        a4 = multiplyAdd(v, w2, a4);
        a5 = multiplyAdd(v, w1, a5);
        a6 = multiplyAdd(v, w0, a6);
        p += pixel;
        v = v128.load(p);
        a3 = multiplyAdd(v, w4, a3);
        a4 = multiplyAdd(v, w3, a4);
        a5 = multiplyAdd(v, w2, a5);
        a6 = multiplyAdd(v, w1, a6);
        p += pixel;
        v = v128.load(p);
        a4 = multiplyAdd(v, w4, a4);
        a5 = multiplyAdd(v, w3, a5);
        a6 = multiplyAdd(v, w2, a6);
        p += pixel;
        v = v128.load(p);
        a5 = multiplyAdd(v, w4, a5);
        a6 = multiplyAdd(v, w3, a6);
        p += pixel;
        v = v128.load(p);
        a6 = multiplyAdd(v, w4, a6);
        line = line == 4 ? 0 : line + 1;
      }
      let place = output + first + channel;
      v128.store(place, clamp(a0, lows, highs));
      place += pixel;
      v128.store(place, clamp(a1, lows, highs));
      place += pixel;
      v128.store(place, clamp(a2, lows, highs));
      place += pixel;
      v128.store(place, clamp(a3, lows, highs));
      place += pixel;
      v128.store(place, clamp(a4, lows, highs));
      place += pixel;
      v128.store(place, clamp(a5, lows, highs));
      place += pixel;
      v128.store(place, clamp(a6, lows, highs));
    }
  }
}
