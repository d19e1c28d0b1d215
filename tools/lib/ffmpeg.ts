import { execFile, spawnSync } from 'node:child_process';
import { open, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { HEAD_BYTES, kindOf, type FileKind } from '../../src/files/kind.ts';

const run = promisify(execFile);

/** The program's name, or what `FAKEFILTER_FFMPEG` says. */
export const FFMPEG = process.env.FAKEFILTER_FFMPEG ?? 'ffmpeg';

/** H.264 takes even sides only; an odd row or column is cut off. */
export const EVEN = 'crop=trunc(iw/2)*2:trunc(ih/2)*2';

let known: string | null | undefined;

/** "ffmpeg 7.1" if there is one that encodes H.264; null otherwise. */
export function converter(): string | null {
  if (known !== undefined) return known;
  const { error, stdout } = spawnSync(FFMPEG, ['-hide_banner', '-encoders'], { encoding: 'utf8' });
  if (error || !stdout.includes('libx264')) return (known = null);
  const { stdout: about } = spawnSync(FFMPEG, ['-version'], { encoding: 'utf8' });
  return (known = `ffmpeg ${/version (\S+)/.exec(about)?.[1] ?? ''}`.trim());
}

/** Frames of a converted video at most, evenly spread: without loss each takes a megabyte or two. First choice. */
const MOST_FRAMES = 600;

/** How long a file lasts, in seconds; null where ffmpeg cannot tell. */
async function secondsOf(from: string): Promise<number | null> {
  // Without an output it always ends with an error, after it has told of the input.
  const words = await run(FFMPEG, ['-hide_banner', '-nostdin', ...inputOf(from)]).then(
    ({ stderr }) => stderr,
    (error: unknown) => (error instanceof Error && 'stderr' in error ? String(error.stderr) : ''),
  );
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):([\d.]+)/.exec(words) ?? [];
  return seconds === undefined ? null : 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}

/** Read from the file alone: some formats are lists of addresses, which must not be fetched. */
function inputOf(from: string): string[] {
  return ['-protocol_whitelist', 'file', '-i', `file:${from}`];
}

/** What a file is by its first bytes. */
export async function kindOnDisk(file: string): Promise<FileKind> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return kindOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Numbers of a sensor, or of light itself: what ffmpeg makes of them is not what people see. */
const UNDEVELOPED = ['image/x-raw', 'image/x-exr'];

/** Why a file could not be checked, where a conversion may help: ffmpeg knows nearly every container and codec. */
const MAY_HELP: readonly (string | null | undefined)[] = ['unsupportedCodec', 'unreadable', 'damaged'];

/** Whether there is a converter, and it may make a file readable that was refused for this reason. */
export function mayConvert(reason: string | null | undefined): boolean {
  return MAY_HELP.includes(reason) && converter() !== null;
}

/**
 * Makes a file that browsers read of one that they do not, without loss: H.264 of the picture alone, or of a still picture PNG.
 * @param to written whole or not at all; ends in `.mp4` or `.png`.
 * @throws Error with ffmpeg's last words.
 */
export async function convert(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const kind = await kindOnDisk(from);
  if (kind.medium === 'other') throw new Error('it holds no picture to convert');
  if (kind.medium === 'picture' && UNDEVELOPED.includes(kind.mime))
    throw new Error('ffmpeg does not develop such pictures');
  const extension = to.slice(to.lastIndexOf('.'));
  const part = `${to}.part${extension}`;
  const video = async (): Promise<string[]> => {
    const seconds = await secondsOf(from);
    const rate = seconds === null ? '' : `fps='min(source_fps,${MOST_FRAMES / Math.max(1, seconds)})',`;
    return [
      ...['-an', '-sn', '-dn', '-vf', `${rate}${EVEN}`, '-pix_fmt', 'yuv420p'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', '-g', '25'],
    ];
  };
  const still = extension === '.png';
  const coding = still ? ['-frames:v', '1', '-update', '1'] : await video();
  // Of a broken picture it would make up what is missing; of a video only single frames are broken.
  const strict = still ? ['-xerror', '-err_detect', 'explode'] : ['-fflags', '+discardcorrupt'];
  try {
    const output = ['-map', '0:v:0', ...coding, `file:${part}`];
    const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];
    await run(FFMPEG, [...quiet, ...strict, ...inputOf(from), ...output], { signal });
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    if (signal?.aborted) throw error;
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`ffmpeg could not convert it: ${words.split('\n').at(-1) ?? ''}`, { cause: error });
  }
}
