import * as v from 'valibot';
import { migrate } from './migrations.ts';
import { repair } from './repair.ts';
import { SETTINGS_VERSION, type Settings } from './schema.ts';

/** Settings as a file, to be kept or taken to another browser. Sites are not in it: access to them is given in each browser. */

const FORMAT = 'fakefilter-settings';
const FileSchema = v.looseObject({ format: v.literal(FORMAT), settings: v.record(v.string(), v.unknown()) });

/** The text of the file, JSON. */
export function exportSettings(settings: Settings): string {
  return `${JSON.stringify({ format: FORMAT, settings: { version: SETTINGS_VERSION, ...settings } }, null, 2)}\n`;
}

export type Imported =
  | {
      status: 'read';
      settings: Settings;
      /** Names of settings whose values could not be understood, and that have their defaults now. */
      repaired: (keyof Settings)[];
    }
  | { status: 'refused'; why: 'notSettings' | 'newer' };

/** Reads such a file. */
export function importSettings(text: string): Imported {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { status: 'refused', why: 'notSettings' };
  }
  if (!v.is(FileSchema, parsed)) return { status: 'refused', why: 'notSettings' };
  const migrated = migrate(parsed.settings);
  if (migrated.status === 'newer') return { status: 'refused', why: 'newer' };
  return { status: 'read', ...repair(migrated.values) };
}
