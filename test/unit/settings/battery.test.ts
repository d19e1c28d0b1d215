import { afterEach, expect, test, vi } from 'vitest';
import { followBattery } from '../../../src/settings/battery.ts';

class FakeBattery extends EventTarget {
  charging = true;
}

afterEach(() => vi.unstubAllGlobals());

test('tells at once and with each change, until it is called off', async () => {
  const battery = new FakeBattery();
  vi.stubGlobal('navigator', { getBattery: () => Promise.resolve(battery) });
  const told: boolean[] = [];
  const life = new AbortController();
  expect(await followBattery((onBattery) => told.push(onBattery), life.signal)).toBe(true);
  battery.charging = false;
  battery.dispatchEvent(new Event('chargingchange'));
  life.abort();
  battery.dispatchEvent(new Event('chargingchange'));
  expect(told).toEqual([false, true]);
});

test.for([
  ['there is none to ask', {}],
  ['it is refused', { getBattery: () => Promise.reject(new Error('not in this frame')) }],
  ['the answer is none', { getBattery: () => Promise.resolve({ level: 1 }) }],
] as const)('says where the browser does not tell: %s', async ([, navigator]) => {
  vi.stubGlobal('navigator', navigator);
  const told: boolean[] = [];
  expect(await followBattery((onBattery) => told.push(onBattery))).toBe(false);
  expect(told).toEqual([]);
});
