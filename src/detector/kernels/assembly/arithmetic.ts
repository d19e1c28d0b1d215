/**
 * a × b + sum. The build with relaxed SIMD rounds once where the processor can, and twice where it cannot; the other build rounds twice
 * everywhere. So the last bits of a result may differ from machine to machine.
 */
export function multiplyAdd(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum);
  return f32x4.add(f32x4.mul(a, b), sum);
}

/**
 * The activation: linear from -∞ to ∞, relu from 0, relu6 from 0 to 6. With the value in the first place the pseudo-minimum and -maximum
 * keep a NaN, so that a result that is no number is found by whoever reads it. They take one instruction on x86, the others seven.
 */
export function clamp(value: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(value, low), high);
}
