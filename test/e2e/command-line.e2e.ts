import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { ensureBuild, root } from '../../tools/lib/build.ts';
import type { Line } from '../../tools/check/report.ts';
import { prepareClips, type Clips } from '../../tools/clips/clips.ts';
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
  const reports = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-reports-'));
  onTestFinished(() => rm(reports, { recursive: true }));
  const { status, stdout, stderr } = await check(...files, '--json', '--frames', '4', '--report', reports);
  expect(status).toBe(0);
  expect(stderr).toBe('');
  // The reports of what reached the browser: those that its page saves.
  expect((await readdir(reports)).sort()).toEqual([
    'list.csv',
    'text.mp4.report.html',
    'text.mp4.report.json',
    'two-faces.webm.report.html',
    'two-faces.webm.report.json',
  ]);
  const sha256 = createHash('sha256')
    .update(await readFile(clips.file('two-faces.webm')))
    .digest('hex');
  const html = await readFile(path.join(reports, 'two-faces.webm.report.html'), 'utf8');
  expect(html).toContain(sha256);
  expect(html.match(/src="data:image\/webp;base64,[^"]{100,}"/g)).toHaveLength(4);
  expect(await readFile(path.join(reports, 'list.csv'), 'utf8')).toContain(`,${sha256},`);

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
  expect(lines.get(clips.file('text.mp4'))).toMatchObject({ verdict: 'notChecked', reason: 'webPage' });
});

test('the table words verdicts as the extension does; status 2 where nothing could be checked', async () => {
  const nobody = clips.file('no-face.webm');
  const { status, stdout } = await check(nobody, clips.file('empty.mp4'), '--frames', '2');
  expect(status).toBe(2);
  const [heading, first, second] = stdout.trim().split('\n');
  expect(heading).toMatch(/^File +Score +Frames +Faces +Verdict$/);
  expect(first).toMatch(/no-face\.webm +– +0 +0 +Could not check \(no face to judge\)$/);
  expect(second).toMatch(/empty\.mp4 +– +0 +0 +Could not check \(the file is empty\)$/);
});

afterEach(() => vi.unstubAllEnvs());

test('a codec that no browser decodes is named where there is no ffmpeg; in a pipe each file is told of', async () => {
  vi.stubEnv('FAKEFILTER_FFMPEG', path.join(root, 'no-such-program'));
  const { status, stdout, stderr } = await check(clips.file('xvid.avi'), 'https://example.org/video.mp4');
  expect(status).toBe(2);
  expect(stdout).toContain(
    'Could not check (this browser does not decode MPEG-4 Part 2 (XVID); with ffmpeg installed it is converted first)',
  );
  expect(stdout).toContain(
    'Could not check (this is a link, and nothing is fetched; save the video and name the file)',
  );
  expect(stderr).toMatch(/^1 of 2: .*\n2 of 2: .*\n$/);
});

/** As much of ffmpeg as is asked for: whatever it is given becomes the clip. */
const CONVERTER = (clip: string): string => `#!/bin/sh
case "$*" in
  *-encoders*) echo libx264 ;;
  *-version*) echo ffmpeg version 9.9 ;;
  *file:*.mp4) for last in "$@"; do :; done; cp '${clip}' "\${last#file:}" ;;
esac
`;

test('where there is an ffmpeg it converts first, and the result says so', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-converter-test-'));
  const program = path.join(folder, 'ffmpeg');
  await writeFile(program, CONVERTER(clips.file('one-face.mp4')));
  await chmod(program, 0o755);
  vi.stubEnv('FAKEFILTER_FFMPEG', program);
  const files = [clips.file('xvid.avi'), clips.file('text.mp4')];
  const { status, stdout } = await check(...files, '--json', '--frames', '4');
  await rm(folder, { recursive: true });
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Line);
  const [xvid, text] = files.map((name) => lines.find(({ file }) => file === name));
  expect(xvid).toMatchObject({ frames: 4, codec: 'MPEG-4 Part 2 (XVID)', convertedBy: 'ffmpeg 9.9' });
  // A text is no video, though ffmpeg would draw it.
  expect(text).toMatchObject({ reason: 'webPage' });
  expect(text).not.toHaveProperty('convertedBy');
});

test.for([
  [['--frames', 'many', 'a.mp4'], /--frames needs a whole number from 1 to 256, not "many"/],
  [['--aggregation', 'majority', 'a.mp4'], /--aggregation/],
  [['--no-such-option', 'a.mp4'], /--no-such-option/],
  [[], /No file was named/],
] as const)('wrong use (%s) is explained, with status 64', async ([args, words]) => {
  const { status, stdout, stderr } = await check(...args);
  expect(status).toBe(64);
  expect(stdout).toBe('');
  expect(stderr).toMatch(words);
  expect(stderr).toContain('npm run check -- FILE...');
});
