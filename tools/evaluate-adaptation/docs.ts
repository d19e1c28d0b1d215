import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { withPart } from '../lib/report/marked-part.ts';
import type { Mode } from './grid.ts';
import { markdownOf, type Table } from '../lib/report/table.ts';

const DOCUMENT = 'docs/results/adaptation.md';
const HEADING = 'Adaptation to a site';

/** Between which marks the tables of a mode stand, and their heading where the document has no marks. */
const PARTS: Readonly<Record<Mode, { name: string; heading: string }>> = {
  methods: { name: 'adaptation', heading: HEADING },
  quick: { name: 'adaptation', heading: HEADING },
  level: { name: 'adaptation-level', heading: `${HEADING}: the level` },
  ablation: { name: 'adaptation-ablation', heading: `${HEADING}: the objective` },
  poison: { name: 'adaptation-poison', heading: `${HEADING}: attacks` },
};

/** Replaces the tables of a mode in docs/results/adaptation.md. @throws Error if the document is missing or a mark has no partner. */
export async function writeTables(
  root: string,
  mode: Mode,
  words: string,
  tables: readonly Table[],
): Promise<void> {
  const document = path.join(root, DOCUMENT);
  const style = { ...(await resolveConfig(document)), parser: 'markdown' };
  const { name, heading } = PARTS[mode];
  const marks = { begin: `<!-- ${name}:begin -->`, end: `<!-- ${name}:end -->` };
  const body = await format([words, ...tables.map(markdownOf)].join('\n\n'), style);
  await writeFile(document, withPart(await readFile(document, 'utf8'), marks, heading, body));
}
