import { listed, text, texts } from '../../words/text.ts';
import type { Imported } from '../../settings/transfer.ts';
import type { Settings } from '../../settings/schema.ts';

const NAMES: Readonly<Record<keyof Settings, string>> = texts({
  corner: 'setting_corner',
  screenCapture: 'setting_screenCapture',
  backend: 'setting_backend',
  automatic: 'setting_automatic',
  badges: 'setting_badges',
  badgeSize: 'setting_badgeSize',
  energy: 'setting_energy',
  history: 'setting_history',
});

/** What came of importing settings. */
export function importWords(imported: Imported): string {
  if (imported.status === 'refused') {
    return imported.why === 'newer' ? text('transfer_newer') : text('transfer_notSettings');
  }
  if (imported.repaired.length === 0) return text('transfer_imported');
  return text('transfer_repaired', { names: listed(imported.repaired.map((name) => NAMES[name])) });
}
