import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { EN } from '../src/words/catalogues/en.ts';

/** `src/words/catalogues` → `_locales`, which browsers read. English is the default for what another language lacks. */

const folder = path.resolve(import.meta.dirname, '../src/words/catalogues');
const CatalogueSchema = v.record(v.string(), v.string());

/** All catalogues, by the name of their folder in `_locales` (`pt_BR`). */
export async function catalogues(): Promise<Map<string, Readonly<Record<string, string>>>> {
  const all = new Map<string, Readonly<Record<string, string>>>([['en', EN]]);
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()) {
    const json: unknown = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
    all.set(path.basename(name, '.json'), v.parse(CatalogueSchema, json));
  }
  return all;
}

export async function writeLocales(target: string): Promise<void> {
  for (const [name, catalogue] of await catalogues()) {
    // A dollar begins a placeholder of the browser's own.
    const messages = Object.fromEntries(
      Object.entries(catalogue).map(([key, message]) => [key, { message: message.replaceAll('$', '$$$$') }]),
    );
    await mkdir(path.join(target, name), { recursive: true });
    await writeFile(path.join(target, name, 'messages.json'), JSON.stringify(messages));
  }
}
