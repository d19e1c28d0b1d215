import { beforeAll, expect, test } from 'vitest';
import { ensureBuild, root } from '../../tools/build.ts';
import type { Line } from '../../tools/check/report.ts';
import { prepareClips, type Clips } from '../../tools/clips.ts';
import { runTool } from '../support/run-tool.ts';

/** `npm run check`, as a user or a script calls it. */

const check = (...args: string[]): ReturnType<typeof runTool> => runTool('check', ...args);

let clips: Clips;
beforeAll(async () => {
  clips = await prepareClips();
  await ensureBuild('product');
}, 120_000);

test('one line of JSON for each file, and one bad file does not spoil the others', async () => {
  const files = [clips.file('two-faces.webm'), '/no/such/file.mp4', clips.file('text.mp4'), root];
  const { status, stdout, stderr } = await check(...files, '--json', '--frames', '4');
  expect(status).toBe(0);
  expect(stderr).toBe('');
  const lines = new Map<string, Line>();
  for (const text of stdout.trim().split('\n')) {
    const line = JSON.parse(text) as Line;
    lines.set(line.file, line);
  }
  expect(lines.size).toBe(4);
  const good = lines.get(clips.file('two-faces.webm'));
  expect(good?.verdict).toMatch(/^(noSign|unclear|manipulated)$/);
  expect(good).toMatchObject({
    frames: 4,
    faces: [
      { track: 1, frames: 4 },
      { track: 2, frames: 4 },
    ],
  });
  expect(good?.backend).toMatch(/^(webgpu|webgl|wasm)$/);
  expect(good?.model).not.toBe('');
  for (const face of good?.faces ?? []) {
    expect(face.probability).toBeGreaterThanOrEqual(0);
    expect(face.probability).toBeLessThanOrEqual(1);
    expect(face.box.width).toBeGreaterThan(0.1);
  }
  for (const [file, detail] of [
    ['/no/such/file.mp4', 'there is no such file'],
    [root, 'this is a folder, not a file'],
  ] as const) {
    expect(lines.get(file)).toMatchObject({ verdict: 'notChecked', reason: 'unreadable', detail });
  }
  expect(lines.get(clips.file('text.mp4'))).toMatchObject({ verdict: 'notChecked', reason: 'unreadable' });
});

test('the table words verdicts as the extension does; status 2 where nothing could be checked', async () => {
  const nobody = clips.file('no-face.webm');
  const { status, stdout } = await check(
    nobody,
    clips.file('empty.mp4'),
    '--frames',
    '2',
    '--aggregation',
    'majority',
  );
  expect(status).toBe(2);
  const [heading, first, second] = stdout.trim().split('\n');
  expect(heading).toMatch(/^File +Score +Frames +Faces +Verdict$/);
  expect(first).toMatch(/no-face\.webm +– +0 +0 +Could not check \(no face to judge\)$/);
  expect(second).toMatch(/empty\.mp4 +– +0 +0 +Could not check \(the file is empty\)$/);
});

test.for([
  [['--frames', 'many', 'a.mp4'], /--frames needs a whole number from 1 to 256, not "many"/],
  [['--aggregation', 'mean', 'a.mp4'], /--aggregation is "calibrated" or "majority", not "mean"/],
  [['--no-such-option', 'a.mp4'], /--no-such-option/],
  [[], /No file was named/],
] as const)('wrong use (%s) is explained, with status 64', async ([args, words]) => {
  const { status, stdout, stderr } = await check(...args);
  expect(status).toBe(64);
  expect(stdout).toBe('');
  expect(stderr).toMatch(words);
  expect(stderr).toContain('npm run check -- FILE...');
});
