import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING } from '../../../../tools/lib/manifest/conditions.ts';
import { itemsOf } from '../../../../tools/lib/manifest/items.ts';
import { parseManifest } from '../../../../tools/lib/manifest/manifest.ts';
import { scoreOf } from '../../../../tools/evaluate/measure.ts';
import { pictureSize } from '../../../../tools/lib/manifest/picture-size.ts';
import { readScores, writeScores } from '../../../../tools/evaluate/scores.ts';
import { taskOf } from '../../../../tools/measuring/task.ts';
import { treatments } from '../../../../tools/lib/manifest/treatment.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-scores-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The head of a PNG of some size. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

async function items(pictures: Record<string, Buffer>) {
  for (const [name, bytes] of Object.entries(pictures)) await writeFile(path.join(folder, name), bytes);
  const lines = Object.keys(pictures).map((name) => `${name},${name.split('-')[0] ?? ''},real`);
  return itemsOf(parseManifest(['path,dataset,label', ...lines].join('\n'), 'm.csv', folder));
}

describe('pictureSize', () => {
  it('reads the heads of JPEG, PNG and WebP', () => {
    const jpeg = Buffer.from(
      'ffd8ffe000044a46ffc4000412 34ffc0000b0800f0014001011100'.replace(' ', ''),
      'hex',
    );
    expect(pictureSize(jpeg)).toEqual({ width: 320, height: 240 });
    expect(pictureSize(png(224, 200))).toEqual({ width: 224, height: 200 });
    const webp = Buffer.alloc(40);
    webp.write('RIFF\0\0\0\0WEBPVP8X', 0, 'latin1');
    webp.writeUIntLE(639, 24, 3);
    webp.writeUIntLE(359, 27, 3);
    expect(pictureSize(webp)).toEqual({ width: 640, height: 360 });
    expect(pictureSize(Buffer.from('no picture at all'))).toBeNull();
    expect(pictureSize(Buffer.alloc(0))).toBeNull();
  });
});

describe('treatments', () => {
  it('takes small square pictures whole and looks for faces in all others, and says so', async () => {
    const said: string[] = [];
    const found = await treatments(
      await items({
        'crops-1.png': png(224, 224),
        'crops-2.png': png(256, 256),
        'mixed-1.png': png(224, 224),
        'mixed-2.png': png(640, 360),
        'large-1.png': png(299, 299),
        'squeezed-1.png': png(224, 224),
      }),
      { squeezed: { width: 50, height: 60 } },
      (sentence) => said.push(sentence),
    );
    expect([...found].map(([name, { crop }]) => `${name} ${crop}`)).toEqual([
      'crops whole',
      'mixed detect',
      'large detect',
      'squeezed detect',
    ]);
    expect(found.get('squeezed')?.squeeze).toEqual({ width: 50, height: 60 });
    expect(said).toHaveLength(5);
    expect(said.at(-1)).toContain('brought to 50×60 px');
  });

  it('leaves a decision to the manifest', async () => {
    const [item] = await items({ 'a-1.png': png(200, 200) });
    if (!item) throw new Error('no item');
    const said: string[] = [];
    const found = await treatments([{ ...item, crop: 'detect' }], {}, (sentence) => said.push(sentence));
    expect(said).toEqual([]);
    const treatment = found.get('a') ?? { crop: 'whole', squeeze: null };
    expect(taskOf({ ...item, crop: 'detect' }, treatment, NOTHING, 16).request.crop).toBe('detect');
  });
});

describe('scores', () => {
  const answer = {
    verdict: { kind: 'unclear', reason: 'undecided' },
    probability: 0.5,
    framesSeen: 2,
    frames: [
      {
        timeMs: 500,
        logit: 1 / 3,
        logOdds: 0,
        distance: 0.5,
        side: 100,
        sharpness: 9,
        noise: 2,
        detail: 0.9,
        lettering: 1.5,
        graphic: 0,
        roll: 0,
        yaw: 0,
        feature: [1 / 3, 0],
      },
    ],
  } as const;
  const engine = { model: 'net-1', backend: 'wasm' } as const;

  it('can be read back from their file', async () => {
    const [item] = await items({ 'a-1.png': png(200, 200) });
    if (!item) throw new Error('no item');
    const task = taskOf(item, { crop: 'whole', squeeze: null }, NOTHING, 16);
    const frames = answer.frames.map((frame) => ({ ...frame, feature: [...frame.feature] }));
    const judged = scoreOf(task, { ...answer, frames }, engine);
    expect(judged).toMatchObject({
      outcome: 'judged',
      verdict: 'unclear',
      reason: 'undecided',
      kind: 'image',
    });
    expect(judged.frames).toEqual([
      {
        time: 0.5,
        logit: 0.3333333,
        probability: 0.5,
        distance: 0.5,
        side: 100,
        sharpness: 9,
        noise: 2,
        detail: 0.9,
        lettering: 1.5,
        graphic: 0,
        roll: 0,
        yaw: 0,
        feature: [0.3333333, 0],
      },
    ]);
    const none = { probability: null, frames: [], framesSeen: 1 };
    const nobody = scoreOf(task, { ...none, verdict: { kind: 'notChecked', reason: 'noFace' } }, engine);
    expect(nobody.outcome).toBe('noFace');
    const broken = scoreOf(
      task,
      { ...none, verdict: { kind: 'notChecked', reason: 'unsupportedCodec' } },
      engine,
    );
    expect(broken).toMatchObject({ outcome: 'unreadable', detail: 'this browser cannot decode the video' });

    const file = path.join(folder, 'scores.jsonl');
    await writeScores(file, [judged, nobody, broken]);
    expect(await readScores(file)).toEqual([judged, nobody, broken]);
    await writeFile(file, `${JSON.stringify(judged)}\n{"path":1}\n`);
    await expect(readScores(file)).rejects.toThrow('line 2: this is no score');
  });
});
