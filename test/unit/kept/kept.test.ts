import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isKept, KEPT, type Kept } from '../../../src/contracts/kept.ts';

const WHERE: Record<string, Kept> = {
  'local storage': 'local',
  'session storage': 'session',
  database: 'databases',
  'private folder': 'folders',
};

it('docs/PRIVACY.md lists all that is written down, and nothing else', () => {
  const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/PRIVACY.md'), 'utf8');
  const rows = [
    ...document.matchAll(/^\| `([^`]+)` *\| (local storage|session storage|database|private folder) *\|/gm),
  ];
  const listed: Record<Kept, string[]> = { local: [], session: [], databases: [], folders: [] };
  for (const [, name = '', where = ''] of rows) listed[WHERE[where] ?? 'local'].push(name.replace('…', ''));
  const kept = Object.fromEntries(
    Object.entries(KEPT).map(([where, names]) => [where, Object.values(names)]),
  );
  expect(listed).toEqual(kept);
});

it('a name is on the list as it is, or by its beginning', () => {
  expect(isKept('session', 'verdict:1:0:a')).toBe(true);
  expect(isKept('session', 'asked')).toBe(true);
  expect(isKept('session', 'asked for')).toBe(false);
  expect(isKept('local', 'verdict:1:0:a')).toBe(false);
});
