import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { root } from '../lib/build.ts';
import { readOptions } from '../lib/command-line/options.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { withPart } from '../lib/report/marked-part.ts';
import { markdownOf, type Table } from '../lib/report/table.ts';
import { tableOf, type Soak } from '../soak/report.ts';
import { readFigures, reportPath } from './figures.ts';
import { rowsOf, sectionsOf, withKnown } from './kept.ts';

/** The command line `npm run reliability`: what goes wrong and what happens then, from the suites' own results, into docs/RELIABILITY.md. */

const HELP = `Writes the tables of docs/RELIABILITY.md from what the suites found on this computer.

  npm run reliability [-- --run]

  --run   runs npm run test:faults and npm run test:fuzz before (hours on a slow machine); a soak is run by
          npm run soak -- --minutes 60 --write-docs

What was not run here, and the tests that a run left out, keep what the document says of them.

Ends with status 0 if the document was written, 1 if a fault was not stood, 2 if nothing could be written.`;

const MARKS = {
  begin: '<!-- figures: begin, written by npm run reliability -->',
  end: '<!-- figures: end -->',
};
const [HOLDS, FAILS] = ['holds', '**fails**'];
const DOCUMENT = path.join(root, 'docs/RELIABILITY.md');

const ReportSchema = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      assertionResults: v.array(v.object({ title: v.string(), status: v.string() })),
    }),
  ),
});

const MessagesSchema = v.object({
  messages: v.number(),
  ok: v.number(),
  refused: v.number(),
  unanswered: v.number(),
  slowestMs: v.number(),
});
const MediaSchema = v.object({
  files: v.number(),
  outcomes: v.record(v.string(), v.number()),
  slowestMs: v.number(),
});

async function faults(document: string): Promise<Table | null> {
  const text = await readFile(reportPath('faults'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { testResults } = v.parse(ReportSchema, JSON.parse(text));
  const found = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status }) => ({
      title,
      status: status === 'passed' ? HOLDS : status === 'failed' ? FAILS : status,
      file: `\`${path.relative(root, name).split(path.sep).join('/')}\``,
    })),
  );
  const known = rowsOf(document).map(([title = '', status = '', file = '']) => ({ title, status, file }));
  const rows = withKnown(found, known, (file) => existsSync(path.join(root, file.replaceAll('`', ''))));
  return {
    title: 'What goes wrong, and what happens',
    head: ['fault, and what happens', '', 'test'],
    rows: rows.map(({ title, status, file }) => [title, status, file]),
  };
}

async function messages(): Promise<Table | null> {
  const parsed = v.safeParse(MessagesSchema, await readFigures('fuzz-messages'));
  if (!parsed.success) return null;
  const { messages: sent, ok, refused, unanswered, slowestMs } = parsed.output;
  return {
    title: 'Malformed messages',
    head: ['sent', 'answered', 'refused in words', 'meant for nobody', 'slowest answer'],
    rows: [[sent, ok, refused, unanswered, `${(slowestMs / 1000).toFixed(1)} s`].map(String)],
  };
}

async function media(): Promise<Table | null> {
  const parsed = v.safeParse(MediaSchema, await readFigures('fuzz-media'));
  if (!parsed.success) return null;
  const { files, outcomes, slowestMs } = parsed.output;
  const sorted = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  return {
    title: `Damaged files: ${files}, the slowest took ${(slowestMs / 1000).toFixed(1)} s`,
    head: ['outcome', 'files'],
    rows: sorted.map(([outcome, count]) => [outcome, String(count)]),
  };
}

const PICTURE = '![Memory, listeners, tensors and records over time](pictures/soak.svg)';

const markdownOrNull = (table: Table | null): string | null => table && markdownOf(table);

function run(script: string): void {
  spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit' });
}

await runProgram(HELP, 'What was found so far is kept.', async () => {
  const { values } = readOptions({
    args: process.argv.slice(2),
    options: {
      run: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.run) {
    run('test:faults');
    run('test:fuzz');
  }
  const document = await readFile(DOCUMENT, 'utf8');
  const known = sectionsOf(document, MARKS);
  const soak = (await readFigures('soak')) as Soak | null;
  const faultTable = await faults(known.find(({ title }) => title.startsWith('What goes wrong'))?.text ?? '');
  const kinds: [RegExp, string | null][] = [
    [/^What goes wrong/, markdownOrNull(faultTable)],
    [/^Malformed messages/, markdownOrNull(await messages())],
    [/^Damaged files/, markdownOrNull(await media())],
    [/ checked videos in /, soak && `${markdownOf(tableOf(soak))}\n\n${PICTURE}`],
  ];
  const parts = kinds.flatMap(
    ([kind, made]) => made ?? known.find(({ title }) => kind.test(title))?.text ?? [],
  );
  if (parts.length === 0) throw new Error('No suite was run here yet; see --help');
  await writeFile(DOCUMENT, withPart(document, MARKS, 'Figures', parts.join('\n\n')));
  spawnSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', DOCUMENT], { cwd: root });
  console.error(`Wrote ${DOCUMENT}`);
  return faultTable?.rows.every(([, holds]) => holds === HOLDS) === false ? 1 : 0;
});
