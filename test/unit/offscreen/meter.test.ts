import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/offscreen/meter.ts';

describe('Meter', () => {
  it('counts all events and knows the median of the last fifty measurements', () => {
    const meter = new Meter();
    expect(meter.median()).toBeNull();
    for (let i = 0; i < 30; i++) meter.record(1000);
    for (let i = 0; i < 50; i++) meter.record(i % 2 === 0 ? 10 : 12, 3);
    expect(meter.count).toBe(30 + 150);
    expect(meter.median()).toBe(12);
  });
});
