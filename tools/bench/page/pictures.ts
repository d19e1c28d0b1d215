import type { Pictures, Runtime } from './runtimes.ts';

/** Any pictures: the work is the same. @param side in px. */
export function pictures(count: number, side: number): Pictures {
  const pixels = side * side;
  const channelsLast = Float32Array.from(
    { length: count * pixels * 3 },
    (_, i) => ((i * 7919) % 256) / 127.5 - 1,
  );
  const channelsFirst = channelsLast.map((_, i) => {
    const [picture, channel, pixel] = [Math.floor(i / (pixels * 3)), Math.floor(i / pixels) % 3, i % pixels];
    return channelsLast[(picture * pixels + pixel) * 3 + channel] ?? 0;
  });
  return { count, channelsLast, channelsFirst };
}

/** Of the largest value; single precision, summed up in another order, differs by less. */
const TOLERANCE = 1e-3;

/** What computes something else is not faster. Every output has one channel or no place, so that the order of axes does not matter. */
export async function expectSame(
  ours: Runtime,
  others: Readonly<Record<string, Runtime>>,
  given: Pictures,
): Promise<void> {
  const wanted = await ours.run(given);
  for (const [name, runtime] of Object.entries(others)) {
    const found = await runtime.run(given);
    for (const [output, values] of wanted) {
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      const worst = values.reduce(
        (largest, value, i) => Math.max(largest, Math.abs(value - (found.get(output)?.[i] ?? Number.NaN))),
        0,
      );
      if (!(worst <= TOLERANCE * most))
        throw new Error(`${name} says something else at the output "${output}": by ${worst} of ${most}`);
    }
  }
}
