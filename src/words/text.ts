import { messageOf } from '#catalogue';
import type { EN } from './catalogues/en.ts';

/** Texts in the browser's language. `{name}` in a text is a parameter; numbers are written as the language writes them. */

type Texts = typeof EN;
export type TextKey = keyof Texts;
/** What a text is called without its plural form. */
type PluralKey = TextKey extends infer Key ? (Key extends `${infer Base}_other` ? Base : never) : never;
type ParametersOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never;
type Value = string | number;
type Given<Names extends string> = [Names] extends [never] ? [] : [values: Record<Names, Value>];
type PlainKey = {
  [Key in TextKey]: [ParametersOf<Texts[Key]>] extends [never] ? Key : never;
}[TextKey];

const known = new Map<string, string>();

/** Asked once each: in a page the first question costs a message to the browser. */
function lookUp(key: string): string {
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const message = messageOf(key);
  known.set(key, message);
  return message;
}

/** BCP 47 of the texts, which need not be the browser's own. */
export function locale(): string {
  return lookUp('locale') || 'en';
}

/** Language and direction, for the elements that hold texts. */
export function languageOfTexts(): { lang: string; dir: 'ltr' | 'rtl' } {
  const { language, baseName } = new Intl.Locale(locale());
  return { lang: baseName, dir: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr' };
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

export function text<Key extends TextKey>(key: Key, ...given: Given<ParametersOf<Texts[Key]>>): string {
  return filled(lookUp(key), given[0]);
}

/** The plural form for `n`, which is also the parameter `{n}`. */
export function plural<Key extends PluralKey>(
  key: Key,
  n: number,
  ...given: Given<Exclude<ParametersOf<Texts[`${Key}_other`]>, 'n'>>
): string {
  const form = kept(rules, locale(), () => new Intl.PluralRules(locale())).select(n);
  return filled(lookUp(`${key}_${form}`) || lookUp(`${key}_other`), { ...given[0], n });
}

/** A table of texts, each looked up when it is read. */
export function texts<Name extends string>(
  keys: Readonly<Record<Name, PlainKey>>,
): Readonly<Record<Name, string>> {
  const table = {};
  for (const [name, key] of Object.entries<PlainKey>(keys)) {
    Object.defineProperty(table, name, { enumerable: true, get: () => lookUp(key) });
  }
  return table as Readonly<Record<Name, string>>;
}

function filled(message: string, values: Readonly<Record<string, Value>> | undefined): string {
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? decimal(value) : value;
  });
}

/** A number with so many digits behind the decimal point; without, with as many as it has, up to three. */
export function decimal(value: number, most?: number, least = most): string {
  const digits = most === undefined ? {} : { minimumFractionDigits: least, maximumFractionDigits: most };
  return numbers(digits).format(value);
}

/** A very small or very large number, as 1.1E-6. */
export function scientific(value: number): string {
  return numbers({ notation: 'scientific', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    value,
  );
}

const formats = new Map<string, Intl.NumberFormat>();
const rules = new Map<string, Intl.PluralRules>();

/** Each is made once: that takes more time than all that it writes on a page, and badges are written again and again. */
function kept<Made>(all: Map<string, Made>, key: string, make: () => Made): Made {
  const known = all.get(key) ?? make();
  all.set(key, known);
  return known;
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const make = (): Intl.NumberFormat => new Intl.NumberFormat(locale(), options);
  return kept(formats, `${locale()} ${JSON.stringify(options)}`, make);
}

/** A share, 0…1, in percent. */
export function percent(share: number, digits = 0): string {
  return numbers({
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

/** A moment in ms since 1970, in local time: `3 May 2025, 14:02`. */
export function dateTime(at: number): string {
  return new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** British English writes the day first and 24 hours, which nobody misreads. */
export function dateLocale(): string {
  return locale() === 'en' ? 'en-GB' : locale();
}

/** "a, b and c"; `unit`: "a, b, c". */
export function listed(words: readonly string[], type: 'conjunction' | 'unit' = 'conjunction'): string {
  return new Intl.ListFormat(locale(), { type, style: type === 'unit' ? 'short' : 'long' }).format(words);
}
