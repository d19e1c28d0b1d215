import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../../tools/lib/build.ts';

/** Runs `npm run bench` as a user does. */
function bench(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tools/bench/main.ts', ...args], { cwd: root });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

test('each comparison is a line of JSON, once all runtimes said the same', { timeout: 240_000 }, async () => {
  const { status, stdout, stderr } = await bench('--pairs', '2', '--no-verdicts', '--json');
  expect(status, stderr).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const names = [1, 2, 8].flatMap((batch) =>
    ['tfjs-layers', 'onnxruntime-web', 'the rate of a matrix product'].map(
      (other) => `network, batch ${batch}: ${other}`,
    ),
  );
  expect(lines.map(({ name }) => name)).toEqual([
    ...names,
    'load and first run, batch 2: tfjs-layers',
    'detection, 640 × 360: judging a face',
    "crop of a face of 300 px: the browser's scaling",
  ]);
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(['name', 'ours', 'other', 'ratio', 'low', 'high', 'unit']);
    for (const key of ['ours', 'other', 'ratio', 'low', 'high']) expect(line[key]).toBeGreaterThan(0);
  }
});

test('wrong use is explained, with status 64', async () => {
  const { status, stderr } = await bench('--pairs', '0');
  expect(status).toBe(64);
  expect(stderr).toContain('--pairs needs a whole number from 2');
});
