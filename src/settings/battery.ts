import * as v from 'valibot';

/** What a battery tells (https://w3c.github.io/battery). Browsers that do not tell lack `navigator.getBattery`, as do pages without https. */
const BatterySchema = v.object({ charging: v.boolean() });

/**
 * Follows whether this computer runs on its battery.
 * @param told is called at once and with each change.
 * @returns false where the browser does not tell.
 */
export async function followBattery(
  told: (onBattery: boolean) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!('getBattery' in navigator) || typeof navigator.getBattery !== 'function') return false;
  try {
    const battery: unknown = await Reflect.apply(navigator.getBattery, navigator, []);
    if (!v.is(BatterySchema, battery) || !(battery instanceof EventTarget) || signal?.aborted) return false;
    battery.addEventListener('chargingchange', () => told(!battery.charging), signal ? { signal } : {});
    told(!battery.charging);
    return true;
  } catch {
    // Pages may keep it from the frames in them.
    return false;
  }
}
