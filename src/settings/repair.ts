import * as v from 'valibot';
import { DEFAULT_SETTINGS, SettingsSchema, type Settings } from './schema.ts';

/** Settings of these values; each that is missing or cannot be understood has its default. @returns the names of the latter, too. */
export function repair(values: Record<string, unknown>): {
  settings: Settings;
  repaired: (keyof Settings)[];
} {
  const given: Record<string, unknown> = { ...DEFAULT_SETTINGS, ...values };
  const settings = v.parse(SettingsSchema, given);
  const names = v.keyof(SettingsSchema).options;
  return { settings, repaired: names.filter((name) => given[name] !== settings[name]) };
}
