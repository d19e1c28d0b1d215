import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumPath } from '../lib/browser/chromium.ts';
import { animatedWebp, apng, gif } from './animations.ts';
import { cutOff, labelledHevc, withoutFrames } from './broken.ts';
import type { MadeClip } from './maker.ts';
import {
  asAvi,
  asAviWithoutIndex,
  asFlv,
  asMatroska,
  asTransportStream,
  asXvid,
  mpeg2TransportStream,
} from './odd-containers.ts';
import {
  asAvif,
  beginningLeftOut,
  highDynamicRange,
  playlist,
  soundFirst,
  turnedByFile,
  unevenlyTimed,
} from './packings.ts';
import {
  ANIMATION_FRAMES,
  ANIMATION_FRAME_MS,
  MAKER_VERSION,
  PICTURE_RECIPES,
  RECIPES,
  STILLS_RECIPES,
  type RecipeName,
} from './recipes.ts';
import { serveFolders } from '../lib/browser/serve.ts';

/**
 * The test videos: drawn, encoded and kept under `.cache/clips/<hash of the recipes>/`, so that no binary lies in the
 * repository and no download is needed.
 */

const root = path.resolve(import.meta.dirname, '../..');
const photos = path.join(root, 'node_modules/@vladmandic/face-api/demo');

const BROKEN = {
  'zero-frames.mp4': { from: 'one-face-fragmented.mp4', make: withoutFrames },
  'hevc.mp4': { from: 'no-face.mp4', make: labelledHevc },
  'hevc-with-sound.mp4': { from: 'one-face.mp4', make: labelledHevc },
  'cut-off.mp4': { from: 'one-face.mp4', make: cutOff },
  'empty.mp4': { from: 'one-face.mp4', make: () => new Uint8Array() },
  'text.mp4': { from: 'one-face.mp4', make: () => Buffer.from('This is a text with the name of a video.\n') },
} as const satisfies Record<string, { from: RecipeName; make: (file: Uint8Array) => Uint8Array }>;

/** Clips that play, in containers that browsers do not open or with codecs that they do not decode. */
const ODD = {
  'one-face.avi': { from: 'one-face.mp4', make: asAvi },
  'one-face-without-index.avi': { from: 'one-face.mp4', make: asAviWithoutIndex },
  'one-face.flv': { from: 'one-face.mp4', make: asFlv },
  'one-face.mkv': { from: 'one-face.mp4', make: asMatroska },
  'one-face.ts': { from: 'one-face.mp4', make: asTransportStream },
  'xvid.avi': { from: 'no-face.mp4', make: asXvid },
  'mpeg2.ts': { from: 'no-face.mp4', make: () => Promise.resolve(mpeg2TransportStream()) },
} as const satisfies Record<string, { from: RecipeName; make: (file: Uint8Array) => Promise<Uint8Array> }>;

/** Clips that play, as cameras and editors write them. */
const PACKED = {
  'animated.avif': { from: 'av1.mp4', make: asAvif },
  'turned-by-file.mp4': { from: 'sideways.webm', make: turnedByFile },
  'uneven-times.mp4': { from: 'one-face.mp4', make: unevenlyTimed },
  'sound-first.mp4': { from: 'one-face.mp4', make: soundFirst },
  'beginning-left-out.mp4': { from: 'face-then-none.mp4', make: beginningLeftOut },
  'high-dynamic-range.mp4': { from: 'ten-bits.webm', make: highDynamicRange },
  'one-face.m3u8': { from: 'one-face-fragmented.mp4', make: playlist('one-face-fragmented.mp4') },
} as const satisfies Record<string, { from: RecipeName; make: (file: Uint8Array) => Promise<Uint8Array> }>;

const ANIMATIONS = { 'animated.gif': gif, 'animated.webp': animatedWebp, 'animated.png': apng } as const;

export type ClipName =
  | RecipeName
  | keyof typeof BROKEN
  | keyof typeof ODD
  | keyof typeof PACKED
  | keyof typeof STILLS_RECIPES
  | keyof typeof PICTURE_RECIPES;

export interface Clips {
  /** The folder that holds them all, and `clips.json`: name → MIME type with codecs. */
  folder: string;
  file(name: ClipName): string;
}

const MAKER_PAGE = `<!doctype html>
<title>Clip maker</title>
<script type="module">
  import { makeClip, makePicture, makeStills } from './maker.js';
  Object.assign(globalThis, { makeClip, makePicture, makeStills });
</script>`;

async function bundleMaker(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root: path.join(root, 'tools/clips'),
    build: {
      write: false,
      minify: false,
      lib: { entry: 'maker.ts', formats: ['es'], fileName: 'maker' },
    },
  });
  const bundle = Array.isArray(result) ? result[0] : result;
  if (!bundle || !('output' in bundle)) throw new Error('Bundling the clip maker gave no code');
  return bundle.output[0].code;
}

async function make(names: readonly RecipeName[], folder: string): Promise<Record<string, string>> {
  const site = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-maker-'));
  await writeFile(path.join(site, 'maker.js'), await bundleMaker());
  await writeFile(path.join(site, 'index.html'), MAKER_PAGE);
  const server = await serveFolders({ '/': site, '/photos/': photos });
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const mimes: Record<string, string> = {};
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/`);
    for (const name of names) {
      console.error(`Making the test video ${name} …`);
      // As text, since the functions of this file are rewritten by whatever runs it.
      const made = await page.evaluate<MadeClip>(`makeClip(${JSON.stringify(RECIPES[name])}, '/photos/')`);
      await writeFile(path.join(folder, name), Buffer.from(made.data, 'base64'));
      mimes[name] = made.mime;
    }
    console.error('Making the test pictures …');
    for (const [name, recipe] of Object.entries(STILLS_RECIPES)) {
      const call = `makeStills(${JSON.stringify(recipe)}, ${ANIMATION_FRAMES}, '/photos/')`;
      const stills = await page.evaluate<string[]>(call);
      const frames = stills.map((still) => Buffer.from(still, 'base64'));
      const animate = ANIMATIONS[name as keyof typeof ANIMATIONS];
      await writeFile(path.join(folder, name), animate(frames, { ...recipe, frameMs: ANIMATION_FRAME_MS }));
    }
    for (const [name, recipe] of Object.entries(PICTURE_RECIPES)) {
      const made = await page.evaluate<string>(`makePicture(${JSON.stringify(recipe)}, '/photos/')`);
      await writeFile(path.join(folder, name), Buffer.from(made, 'base64'));
    }
    return mimes;
  } finally {
    await browser.close();
    await server.close();
    await rm(site, { recursive: true, force: true });
  }
}

/** All test videos; the first call takes about half a minute, later ones nothing. */
export async function prepareClips(): Promise<Clips> {
  const identity = JSON.stringify({
    ...{ RECIPES, STILLS_RECIPES, PICTURE_RECIPES, ANIMATION_FRAMES, ANIMATION_FRAME_MS, MAKER_VERSION },
    ...{ broken: Object.keys(BROKEN), odd: Object.keys(ODD), packed: Object.keys(PACKED) },
  });
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const folder = path.join(root, '.cache/clips', hash);
  const clips: Clips = { folder, file: (name) => path.join(folder, name) };

  // Written last: where it lies, the rest is whole.
  const list = path.join(folder, 'clips.json');
  try {
    await readFile(list);
    return clips;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  await mkdir(folder, { recursive: true });
  const names = Object.keys(RECIPES).filter((name): name is RecipeName => name in RECIPES);
  const mimes = await make(names, folder);
  for (const [name, { from, make: spoil }] of Object.entries(BROKEN)) {
    await writeFile(path.join(folder, name), spoil(await readFile(path.join(folder, from))));
  }
  for (const [name, { from, make: pack }] of Object.entries({ ...ODD, ...PACKED })) {
    await writeFile(path.join(folder, name), await pack(await readFile(path.join(folder, from))));
  }
  await writeFile(list, JSON.stringify(mimes, null, 2));
  return clips;
}

if (import.meta.filename === process.argv[1]) console.log((await prepareClips()).folder);
