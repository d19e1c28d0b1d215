import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { markdownOf, textOf, type Table } from '../lib/report/table.ts';
import { withPart } from '../lib/report/marked-part.ts';
import { VERDICTS } from './first-verdict.ts';
import type { Comparison } from './ratios.ts';

const DOCUMENT = 'docs/PERFORMANCE.md';
/** Also the headings of what has no place in the document yet. */
type Part = 'The network' | 'The page';
const MARKS: Record<Part, { begin: string; end: string }> = {
  'The network': { begin: '<!-- bench:begin -->', end: '<!-- bench:end -->' },
  'The page': { begin: '<!-- bench:page:begin -->', end: '<!-- bench:page:end -->' },
};

/** What is told besides the comparisons. */
export interface Facts {
  model: string;
  pairs: number;
  /** Of the network, for one picture. */
  multiplyAccumulates: number;
}

/** How much faster than others the network was to become. No test asks for it. */
const WANTED = { 'tfjs-layers': 2.3, 'onnxruntime-web': 1.6 } as const;

function wantedOf({ name, ratio }: Comparison): string {
  const [, wanted] =
    Object.entries(WANTED).find(([other]) => name.startsWith('network, ') && name.endsWith(other)) ?? [];
  return wanted === undefined ? '' : `${wanted}: ${ratio >= wanted ? 'reached' : 'missed'}`;
}

function tableOf(comparisons: readonly Comparison[]): Table {
  return {
    title: 'Speed of the network',
    head: ['ours against', 'ours', 'the other', 'other over ours', '95 % interval', 'wanted'],
    rows: comparisons.map((comparison) => {
      const { name, ours, other, ratio, low, high, unit } = comparison;
      return [
        name,
        `${ours.toFixed(1)} ${unit}`,
        `${other.toFixed(1)} ${unit}`,
        ratio.toFixed(2),
        `${low.toFixed(2)} to ${high.toFixed(2)}`,
        wantedOf(comparison),
      ];
    }),
  };
}

function wordsOf({ model, pairs, multiplyAccumulates }: Facts): string {
  return (
    `\`${model}\`, ${(multiplyAccumulates / 1e6).toFixed(0)} million multiply-accumulates a picture; medians of ${pairs} pairs (of first verdicts ${VERDICTS}) on ` +
    'WebAssembly, one thread. Times depend on the machine and on what else it did.'
  );
}

export function tableText(comparisons: readonly Comparison[], facts: Facts): string {
  return `${wordsOf(facts)}\n\n${textOf(tableOf(comparisons))}`;
}

/** The same as Markdown, for {@link writePart}. */
export function tableMarkdown(comparisons: readonly Comparison[], facts: Facts): string {
  return `${wordsOf(facts)}\n\n${markdownOf(tableOf(comparisons))}`;
}

/** Replaces a part of docs/PERFORMANCE.md. @throws Error if the document is missing or a mark has no partner. */
export async function writePart(root: string, part: Part, words: string): Promise<string> {
  const document = path.join(root, DOCUMENT);
  const style = { ...(await resolveConfig(document)), parser: 'markdown' };
  const before = await readFile(document, 'utf8');
  await writeFile(document, withPart(before, MARKS[part], part, await format(words, style)));
  return DOCUMENT;
}
