import { text } from '../../words/text.ts';
import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '../../settings/schema.ts';
import { readSettings, watchSettings, writeSettings } from '../../settings/store.ts';
import { errorWords } from './error-words.ts';

/** The settings, followed as they change in any page, and a way to change them. Null until they are read. */
export function useSettings(say: (text: string) => void): {
  settings: Settings | null;
  change: (change: Partial<Settings>) => void;
} {
  const [settings, setSettings] = useState<Settings | null>(null);

  useEffect(() => {
    readSettings().then(setSettings, (error: unknown) => {
      console.error('FakeFilter: the settings could not be read:', error);
      say(errorWords(error));
    });
    return watchSettings(setSettings);
  }, [say]);

  function change(wanted: Partial<Settings>): void {
    writeSettings(wanted).then(
      () => say(text('options_saved')),
      (error: unknown) => {
        console.error('FakeFilter: the settings could not be saved:', error);
        say(errorWords(error));
      },
    );
  }

  return { settings, change };
}
