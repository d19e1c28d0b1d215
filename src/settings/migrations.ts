import * as v from 'valibot';
import { SETTINGS_VERSION } from './schema.ts';

/**
 * `MIGRATIONS[n]` turns settings of version n into version n + 1. Entries are never changed after a release.
 * Version 0 is what stood in storage before a version was written: the same properties, unnumbered.
 */
export const MIGRATIONS: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [
  (old) => ({ ...old }),
  // The choice of a rule is gone: one rule judges all videos.
  ({ aggregation: _, ...rest }) => rest,
];

export type Migrated =
  | {
      status: 'current';
      values: Record<string, unknown>;
      /** What the user had chosen and is no longer there, as sentences. */
      gone: string[];
    }
  /** Written by a newer version of the extension: must be left as it is. */
  | { status: 'newer'; version: number };

const MAJORITY_GONE =
  'the rule "Majority of frames" is no longer offered, since it called untouched videos manipulated; videos are judged by weighing the evidence';

const Stored = v.record(v.string(), v.unknown());
const Version = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Brings whatever stands in storage to the shape of {@link SETTINGS_VERSION}. Values are not validated here. */
export function migrate(stored: unknown): Migrated {
  const record = v.is(Stored, stored) && !Array.isArray(stored) ? stored : {};
  const { version: written, ...rest } = record;
  const version = v.is(Version, written) ? written : 0;
  if (version > SETTINGS_VERSION) return { status: 'newer', version };
  const values = MIGRATIONS.slice(version).reduce((old, step) => step(old), rest);
  const gone = version < 2 && rest.aggregation === 'majority' ? [MAJORITY_GONE] : [];
  return { status: 'current', values, gone };
}
