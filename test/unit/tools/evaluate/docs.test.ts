import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { check } from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicCommand } from '../../../../tools/evaluate/report/blocks.ts';
import { withBlock } from '../../../../tools/evaluate/report/docs.ts';
import { summarise, writeDocs } from '../../../../tools/evaluate/report/index.ts';
import { everyKind } from './items.ts';

const OPTIONS = { thresholds: { manipulated: 0.9, noSign: 0.3 }, draws: 50 };
const COMMAND = 'npm run evaluate -- --manifest /home/somebody/data/manifest.csv --write-docs';
const STYLE = { singleQuote: true, printWidth: 110, trailingComma: 'all', parser: 'markdown' } as const;
const BEFORE = '# Results\n\nWhat people wrote.\n';
const AFTER = '\n## Speed\n\nFast   enough, with spaces that a formatter would take.\n';

describe('docs/results/detector.md', () => {
  let root: string;
  const items = everyKind();
  const summaries = summarise(items, OPTIONS);
  const document = (): Promise<string> => readFile(path.join(root, 'docs/results/detector.md'), 'utf8');
  const write = (words: string): Promise<void> =>
    writeFile(path.join(root, 'docs/results/detector.md'), words);

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'results-'));
    await mkdir(path.join(root, 'docs/results'), { recursive: true });
    await writeFile(path.join(root, '.prettierrc.json'), JSON.stringify({ printWidth: 110 }));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('keeps what people wrote, and its own parts formatted', async () => {
    await write(
      `${BEFORE}\n<!-- evaluate:begin sets -->\n\nold figures\n\n<!-- evaluate:end sets -->\n${AFTER}`,
    );
    await writeDocs(summaries, items, root, { ...OPTIONS, command: COMMAND });
    const words = await document();
    expect(words.startsWith(`${BEFORE}\n<!-- evaluate:begin sets -->\n\nPrinted by`)).toBe(true);
    expect(words).toContain(AFTER);
    expect(words).not.toContain('old figures');
    const own = words.slice(words.indexOf('<!-- evaluate:begin verdicts -->'));
    expect(await check(own, STYLE)).toBe(true);
  });

  it('appends the parts it does not have, and is the same after a second run', async () => {
    await write(BEFORE);
    const files = await writeDocs(summaries, items, root, { ...OPTIONS, command: COMMAND });
    const once = await document();
    await writeDocs(summaries, items, root, { ...OPTIONS, command: COMMAND });
    expect(await document()).toBe(once);
    expect(await check(once, STYLE)).toBe(true);
    for (const part of ['sets', 'verdicts', 'methods', 'rules', 'robustness', 'features']) {
      expect(once.split(`<!-- evaluate:begin ${part} -->`)).toHaveLength(2);
    }
    for (const file of files.slice(1)) {
      expect(once).toContain(`](${path.posix.relative('docs/results', file)})`);
      expect(await readFile(path.join(root, file), 'utf8')).toMatch(/^<svg /);
    }
  });

  it('says which command printed it, without the folders of the machine', async () => {
    await write(BEFORE);
    await writeDocs(summaries, items, root, { ...OPTIONS, command: COMMAND });
    const words = await document();
    expect(words).toContain('`npm run evaluate -- --manifest manifest.csv --write-docs`');
    expect(words).not.toContain('somebody');
    expect(words).not.toContain(items[0]?.path);
  });

  it('leaves parts alone that this run has nothing for', async () => {
    await write(`${BEFORE}\n<!-- evaluate:begin rules -->\nkept\n<!-- evaluate:end rules -->\n`);
    const pictures = items.filter(({ kind }) => kind === 'image');
    await writeDocs(summarise(pictures, OPTIONS), pictures, root, { ...OPTIONS, command: COMMAND });
    expect(await document()).toContain('<!-- evaluate:begin rules -->\nkept\n<!-- evaluate:end rules -->');
  });
});

describe('a part of the document', () => {
  const block = { name: 'sets', heading: 'Sets', body: 'new' };

  it('needs both of its markers, in this order', () => {
    const [begin, end] = ['<!-- evaluate:begin sets -->', '<!-- evaluate:end sets -->'];
    expect(() => withBlock(`a ${begin} b`, block)).toThrow(/must both be there/);
    expect(() => withBlock(`a ${end} b`, block)).toThrow(/must both be there/);
    expect(() => withBlock(`${end} ${begin}`, block)).toThrow(/must both be there/);
    expect(withBlock(`a\n${begin}old${end}\nb`, block)).toBe(`a\n${begin}\n\nnew\n\n${end}\nb`);
  });

  it('may hold signs that mean something in a replacement', () => {
    expect(withBlock('a', { ...block, body: '$& costs $1' })).toContain('$& costs $1');
  });
});

describe('the command in the document', () => {
  it('keeps relative paths and drops folders from the root on', () => {
    expect(publicCommand('evaluate --manifest data/m.csv')).toBe('evaluate --manifest data/m.csv');
    expect(publicCommand('evaluate --manifest=/srv/x/m.csv --cache ~/c/d')).toBe(
      'evaluate --manifest=m.csv --cache d',
    );
    expect(publicCommand('evaluate --manifest "C:\\Users\\x\\m.csv"')).toBe('evaluate --manifest "m.csv"');
  });
});
