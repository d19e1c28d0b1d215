import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { ScoredItem } from '../scores.ts';
import { withPart } from '../../lib/report/marked-part.ts';
import { blocksOf, type Block, type BlockOptions } from './blocks.ts';
import { figuresOf } from './figures.ts';
import { shippedThresholds } from './thresholds.ts';
import type { SummaryOptions } from './summarise.ts';
import type { SetSummary } from './summary.ts';

export interface DocsOptions extends SummaryOptions, BlockOptions {
  /** The set that the network was trained on; DFDC unless given. */
  source?: string;
}

const DOCUMENT = 'docs/results/detector.md';
const PICTURES = 'docs/pictures/results';
const SOURCE = 'dfdc-faces';

/**
 * Writes the pictures and replaces what lies between `<!-- evaluate:begin NAME -->` and `<!-- evaluate:end NAME -->` in docs/results/detector.md;
 * a part that the document does not have yet comes at its end, under a heading. Everything else, and parts that this run has nothing
 * for, stay as they are.
 * @param root the repository's folder.
 * @returns the files written, relative to `root`.
 * @throws Error if the document is missing, or a marker has no partner.
 */
export async function writeDocs(
  summaries: readonly SetSummary[],
  items: readonly ScoredItem[],
  root: string,
  options: DocsOptions,
): Promise<string[]> {
  const thresholds = options.thresholds ?? shippedThresholds();
  const figures = figuresOf(summaries, items, { thresholds, source: options.source ?? SOURCE });
  const document = path.join(root, DOCUMENT);
  const style = { ...(await resolveConfig(document)), parser: 'markdown' };
  let words = await readFile(document, 'utf8');
  for (const block of blocksOf(summaries, figures, options)) {
    words = withBlock(words, { ...block, body: await format(block.body, style) });
  }
  await mkdir(path.join(root, PICTURES), { recursive: true });
  for (const { name, svg } of figures) await writeFile(path.join(root, PICTURES, `${name}.svg`), svg);
  await writeFile(document, words);
  return [DOCUMENT, ...figures.map(({ name }) => `${PICTURES}/${name}.svg`)];
}

/** The document with the block in its place. @throws Error as {@link withPart}. */
export function withBlock(document: string, { name, heading, body }: Block): string {
  const marks = { begin: `<!-- evaluate:begin ${name} -->`, end: `<!-- evaluate:end ${name} -->` };
  return withPart(document, marks, heading, body);
}
