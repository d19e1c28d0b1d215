import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/build.ts';

/** What the last run of a suite found, kept under `.cache/reliability` until the document is written. */
const folder = path.join(root, '.cache/reliability');

export async function writeFigures(name: string, figures: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.json`), JSON.stringify(figures, null, 2));
}

/** @returns null if that suite never ran here. */
export async function readFigures(name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Where a suite's own report is kept. */
export function reportPath(suite: string): string {
  return path.join(folder, `${suite}-report.json`);
}
