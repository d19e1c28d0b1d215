import { expect, test } from 'vitest';
import { rowsOf, sectionsOf, withKnown } from '../../../tools/reliability/kept.ts';

const MARKS = { begin: '<!-- begin -->', end: '<!-- end -->' };
const TABLE = '### Faults\n\n| fault | | test |\n| --- | --- | --- |\n| a \\| b | holds | `x.ts` |';

test('the sections of a document are read with their tables', () => {
  const document = `# Title\n\n### Not this\n\n${MARKS.begin}\n\n${TABLE}\n\n### More\n\nText.\n\n${MARKS.end}\n`;
  expect(sectionsOf(document, MARKS)).toEqual([
    { title: 'Faults', text: TABLE },
    { title: 'More', text: '### More\n\nText.' },
  ]);
  expect(rowsOf(TABLE)).toEqual([['a | b', 'holds', '`x.ts`']]);
  expect(sectionsOf('# Title', MARKS)).toEqual([]);
});

test('what a run left out keeps what the document says, and nothing else does', () => {
  const fault = (title: string, status: string, file: string) => ({ title, status, file });
  const known = [
    fault('old name', 'holds', 'b.ts'),
    fault('left out', 'holds', 'b.ts'),
    fault('now holds', '**fails**', 'b.ts'),
    fault('not run', 'holds', 'a.ts'),
    fault('gone', 'holds', 'gone.ts'),
  ];
  const found = [fault('now holds', 'holds', 'b.ts'), fault('left out', 'skipped', 'b.ts')];
  expect(withKnown(found, known, (file) => file !== 'gone.ts')).toEqual([
    fault('not run', 'holds', 'a.ts'),
    fault('now holds', 'holds', 'b.ts'),
    fault('left out', 'holds', 'b.ts'),
  ]);
});
