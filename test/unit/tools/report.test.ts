import { expect, test } from 'vitest';
import { jsonLine, notChecked, table, unreadable, type Line } from '../../../tools/check/report.ts';

const JUDGED: Line = {
  file: 'holiday.mp4',
  verdict: 'unclear',
  reason: 'undecided',
  probability: 0.514,
  frames: 16,
  framesSeen: 16,
  faces: [
    {
      track: 1,
      probability: 0.514,
      frames: 16,
      box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
      timeline: [{ timeMs: 0, probability: 0.5 }],
    },
  ],
  model: 'net-1',
  backend: 'wasm',
  ms: 4000,
};

test('the table puts score, counts and words under their headings', () => {
  expect(table([JUDGED, unreadable('no.mp4', 'there is no such file')])).toBe(
    [
      'File         Score  Frames  Faces  Verdict',
      'holiday.mp4      –      16      1  Unclear (the scores lie between the limits)',
      'no.mp4           –       0      0  Could not check (there is no such file)',
    ].join('\n'),
  );
});

test('a score stands beside a clear verdict only, and below a reassuring one what was not looked for', () => {
  const clear = (verdict: 'noSign' | 'manipulated', probability: number): Line => {
    const { reason: _, ...line } = JUDGED;
    return { ...line, verdict, probability };
  };
  const reassuring = table([clear('noSign', 0.12), JUDGED]);
  expect(reassuring).toMatch(/holiday\.mp4 +12 .*No sign of a swapped or edited face/);
  expect(reassuring).toMatch(/\n\nNot looked for: .*generated.*sound.*cuts/);
  expect(table([clear('manipulated', 0.94)])).toMatch(/holiday\.mp4 +94 .*Likely manipulated$/);
});

test('the stretch of a file that a verdict is about stands in the table and in the JSON', () => {
  const part = { stretch: { fromMs: 54_000, toMs: 78_000 } };
  const line: Line = { ...JUDGED, reason: 'stretch', part };
  expect(table([line])).toContain('Unclear (0:54–1:18: a stretch scores high, the rest does not)');
  expect(JSON.parse(jsonLine(line))).toMatchObject({ reason: 'stretch', part });
});

test('a line of JSON can be read back, without the timeline', () => {
  const line = JSON.parse(jsonLine(JUDGED)) as Line;
  expect(line).toMatchObject({ file: 'holiday.mp4', verdict: 'unclear', reason: 'undecided', ms: 4000 });
  expect(line.faces).toEqual([
    { track: 1, probability: 0.514, frames: 16, box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } },
  ]);
});

test('a file that ended the browser is told with reason and detail', () => {
  expect(JSON.parse(jsonLine(notChecked('a.mp4', 'engineLost', 'the browser crashed')))).toMatchObject({
    verdict: 'notChecked',
    reason: 'engineLost',
    detail: 'the browser crashed',
    probability: null,
    faces: [],
  });
});
