import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { archive } from '../../../tools/package/archive.ts';
import { listings } from '../../../tools/package/listing.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('an archive depends on its files alone, not on the order in which they were found', () => {
  const files = [
    ['b/two.txt', bytes('two'.repeat(100))],
    ['a.txt', bytes('one')],
    ['B.txt', bytes('')],
  ] as const;
  const packed = archive(new Map(files));
  expect(archive(new Map([...files].reverse()))).toEqual(packed);
  expect(Object.keys(unzipSync(packed))).toEqual(['B.txt', 'a.txt', 'b/two.txt']);
  expect(unzipSync(packed)['b/two.txt']).toEqual(bytes('two'.repeat(100)));
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-listing-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: unknown): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
}

it('a build without catalogues is listed in English', async () => {
  await put('manifest.json', { name: 'FakeFilter', description: 'Looks for fakes.' });
  await put('en.md', 'All about it.\n');
  expect(await listings(folder, folder)).toEqual({
    listings: [
      { language: 'en', name: 'FakeFilter', summary: 'Looks for fakes.', description: 'All about it.' },
    ],
    untranslated: [],
  });
});

it('a build is listed in each of its languages, and those without a description are named', async () => {
  await put('manifest.json', { name: 'FakeFilter', description: '__MSG_summary__', default_locale: 'en' });
  await put('_locales/en/messages.json', { summary: { message: 'Looks for fakes.' } });
  await put('_locales/de/messages.json', { summary: { message: 'Sucht Fälschungen.' } });
  await put('en.md', 'All about it.');
  expect(await listings(folder, folder)).toMatchObject({
    listings: [{ language: 'en', summary: 'Looks for fakes.' }],
    untranslated: ['de'],
  });
  await put('de.md', 'Alles darüber. {summary}');
  const { listings: both } = await listings(folder, folder);
  expect(both.map(({ language, summary }) => [language, summary])).toEqual([
    ['de', 'Sucht Fälschungen.'],
    ['en', 'Looks for fakes.'],
  ]);
  expect(both[0]?.description).toBe('Alles darüber. Sucht Fälschungen.');
  await put('de.md', 'Alles über {nothing}.');
  await expect(listings(folder, folder)).rejects.toThrow('_locales/de has no "nothing"');
});

it('a summary that the stores would cut off is refused', async () => {
  await put('manifest.json', { name: 'FakeFilter', description: 'x'.repeat(133) });
  await put('en.md', 'All about it.');
  await expect(listings(folder, folder)).rejects.toThrow(
    'The summary in "en" has 133 characters; stores take 132',
  );
});
