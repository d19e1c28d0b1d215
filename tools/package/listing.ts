import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { InputError } from '../lib/command-line/input-error.ts';

/** Characters that both stores take, the stricter limit of each (Chrome Web Store: name and summary; addons.mozilla.org: name). */
const LIMITS = { name: 50, summary: 132, description: 15_000 } as const;

const ManifestSchema = v.object({
  name: v.string(),
  description: v.string(),
  default_locale: v.optional(v.string()),
});
const MessagesSchema = v.record(v.string(), v.object({ message: v.string() }));
type Messages = v.InferOutput<typeof MessagesSchema>;

/** What a store shows of the extension in one language. */
export interface Listing {
  language: string;
  name: string;
  summary: string;
  description: string;
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8')) as unknown;
}

/** Languages of a build → their texts of the manifest; one that has none is in English. */
async function catalogues(dist: string): Promise<Map<string, Messages>> {
  const folder = path.join(dist, '_locales');
  if (!existsSync(folder)) return new Map([['en', {}]]);
  const languages = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(
      languages.map(
        async (language) =>
          [
            language,
            v.parse(MessagesSchema, await json(path.join(folder, language, 'messages.json'))),
          ] as const,
      ),
    ),
  );
}

function filled(text: string, messages: Messages, language: string): string {
  return text.replace(/__MSG_(\w+)__/g, (_, key: string) => message(messages, key, language));
}

function message(messages: Messages, key: string, language: string): string {
  const found = messages[key];
  if (!found) throw new InputError(`_locales/${language} has no "${key}", which its listing names`);
  return found.message;
}

/**
 * The stores' texts: names and summaries from the manifest of a build, in all of its languages, with descriptions from `texts/<language>.md`, in which `{key}` is the text of that name in the language's catalogue.
 * @returns those with a description, and the languages that still lack one; stores show the English one there.
 * @throws InputError if a text is missing or longer than the stores take.
 */
export async function listings(
  dist: string,
  texts: string,
): Promise<{ listings: Listing[]; untranslated: string[] }> {
  const manifest = v.parse(ManifestSchema, await json(path.join(dist, 'manifest.json')));
  const complete: Listing[] = [];
  const untranslated: string[] = [];
  for (const [language, messages] of await catalogues(dist)) {
    const file = path.join(texts, `${language}.md`);
    if (!existsSync(file)) {
      untranslated.push(language);
      continue;
    }
    const listing = {
      language,
      name: filled(manifest.name, messages, language),
      summary: filled(manifest.description, messages, language),
      description: (await readFile(file, 'utf8'))
        .trim()
        .replace(/\{(\w+)\}/g, (_, key: string) => message(messages, key, language)),
    };
    for (const part of ['name', 'summary', 'description'] as const) {
      const { length } = listing[part];
      if (length > LIMITS[part])
        throw new InputError(
          `The ${part} in "${language}" has ${length} characters; stores take ${LIMITS[part]}`,
        );
    }
    complete.push(listing);
  }
  return { listings: complete, untranslated };
}
