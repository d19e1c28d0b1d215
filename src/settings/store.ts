import { CodedError } from '../contracts/coded-error.ts';
import { KEPT } from '../contracts/kept.ts';
import * as v from 'valibot';
import browser, { type Storage } from 'webextension-polyfill';
import { migrate } from './migrations.ts';
import { repair } from './repair.ts';
import { DEFAULT_SETTINGS, SETTINGS_VERSION, SettingsSchema, type Settings } from './schema.ts';
import { serialise } from './serialise.ts';

const KEY = KEPT.local.settings;

const said = new Set<string>();
function sayOnce(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  console.warn(text);
}

function understand(stored: unknown): Settings {
  if (stored === undefined) return { ...DEFAULT_SETTINGS };
  const migrated = migrate(stored);
  if (migrated.status === 'newer') {
    sayOnce(
      `FakeFilter: the settings were written by a newer version (format ${migrated.version}, this one knows ${SETTINGS_VERSION}). They are kept, and the defaults are used.`,
    );
    return { ...DEFAULT_SETTINGS };
  }
  for (const sentence of migrated.gone) sayOnce(`FakeFilter: ${sentence}.`);
  const { settings, repaired } = repair(migrated.values);
  if (repaired.length > 0) {
    const now = repaired.map((name) => `${name} is now "${settings[name]}"`);
    sayOnce(`FakeFilter: repaired settings that could not be understood: ${now.join(', ')}.`);
  }
  return settings;
}

/** The settings, complete and valid whatever stands in storage. Works in content scripts too. */
export async function readSettings(): Promise<Settings> {
  return understand((await browser.storage.local.get(KEY))[KEY]);
}

/**
 * Changes some settings and returns all of them.
 * @throws CodedError if those in storage were written by a newer version: they are not overwritten.
 */
export function writeSettings(change: Partial<Settings>): Promise<Settings> {
  return serialise(KEY, async () => {
    const stored = (await browser.storage.local.get(KEY))[KEY];
    if (stored !== undefined && migrate(stored).status === 'newer') {
      throw new CodedError({ code: 'settingsNewer' });
    }
    const settings = v.parse(SettingsSchema, { ...understand(stored), ...change });
    await browser.storage.local.set({ [KEY]: { version: SETTINGS_VERSION, ...settings } });
    return settings;
  });
}

/** Calls `listener` with the new settings after each change, from whatever page. @returns a function that stops it. */
export function watchSettings(listener: (settings: Settings) => void): () => void {
  function changed(changes: Record<string, Storage.StorageChange>, area: string): void {
    const change = changes[KEY];
    if (area === 'local' && change) listener(understand(change.newValue));
  }
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}
