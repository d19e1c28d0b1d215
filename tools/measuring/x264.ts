import { execFile, spawnSync } from 'node:child_process';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EVEN, FFMPEG } from '../lib/ffmpeg.ts';

const run = promisify(execFile);

const HOW =
  'ffmpeg is needed for the h264 conditions: install it ("apt install ffmpeg", "brew install ffmpeg"), or set FAKEFILTER_FFMPEG to its path';

/** @throws Error saying how to get it if there is no ffmpeg, or if it has no x264. */
export function assertFfmpeg(): void {
  const { error, stdout } = spawnSync(FFMPEG, ['-hide_banner', '-encoders'], { encoding: 'utf8' });
  if (error) throw new Error(HOW, { cause: error });
  if (!stdout.includes('libx264')) throw new Error(`This ffmpeg cannot encode H.264 (libx264). ${HOW}`);
}

/** A still picture becomes a clip of this length, at {@link STILL_RATE} frames a second. */
const STILL_SECONDS = 1;
const STILL_RATE = 25;

/** Videos are long: half a minute at 1080 lines takes 15 s at `medium`. Sites that encode what millions upload are in a hurry, too. */
export const PRESETS = { picture: 'medium', video: 'veryfast' } as const;

/**
 * Encodes a video, or a picture as a clip of one second, as H.264. Sound is left out.
 * @param to written whole or not at all; nothing is done if it exists.
 * @throws Error with ffmpeg's last words.
 */
export async function encodeH264(
  from: string,
  to: string,
  crf: number,
  medium: 'video' | 'picture',
  signal: AbortSignal,
): Promise<void> {
  if (
    await access(to).then(
      () => true,
      () => false,
    )
  )
    return;
  await mkdir(path.dirname(to), { recursive: true });
  const still = ['-loop', '1', '-framerate', String(STILL_RATE), '-t', String(STILL_SECONDS)];
  const part = `${to}.part.mp4`;
  try {
    await run(
      FFMPEG,
      [
        ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
        ...(medium === 'picture' ? still : []),
        ...['-i', from, '-map', '0:v:0', '-an', '-vf', EVEN, '-pix_fmt', 'yuv420p'],
        // One thread: the result of x264 depends on their number.
        ...['-c:v', 'libx264', '-preset', PRESETS[medium], '-crf', String(crf), '-threads', '1', part],
      ],
      { signal },
    );
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    if (signal.aborted) throw error;
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`ffmpeg could not encode it: ${words.split('\n').at(-1) ?? ''}`, { cause: error });
  }
}
