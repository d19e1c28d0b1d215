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
      'holiday.mp4     51      16      1  Unclear (the evidence is mixed)',
      'no.mp4           –       0      0  Could not check (there is no such file)',
    ].join('\n'),
  );
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
