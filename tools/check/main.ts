import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CheckRecord } from '../../src/pages/check-files/record.ts';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import { ensureBuild } from '../lib/build.ts';
import { HELP, parseArguments, type Arguments } from './arguments.ts';
import { Conversions } from './convert.ts';
import { checkFiles } from './drive.ts';
import { CheckProgress, progressWords } from './progress.ts';
import { jsonLine, notChecked, table, unreadable, type Line } from './report.ts';
import { Reports } from './reports.ts';
import { converter, mayConvert } from '../lib/ffmpeg.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

/** The command line `npm run check`: files on this computer, judged by the extension itself in a headless Chromium. */

/** Why a path cannot be handed to the browser; null if it can. */
async function obstacle(file: string): Promise<string | null> {
  if (/^https?:\/\//i.test(file))
    return 'this is a link, and nothing is fetched; save the video and name the file';
  const info = await stat(file).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  if (info instanceof Error) {
    return 'code' in info && info.code === 'ENOENT' ? 'there is no such file' : info.message;
  }
  if (info.isDirectory()) return 'this is a folder, not a file';
  if (!info.isFile()) return 'this is not a regular file';
  if (info.size === 0) return 'the file is empty';
  try {
    await access(file, constants.R_OK);
    return null;
  } catch {
    return 'you may not read this file';
  }
}

async function check({ files, json, frames, report }: Arguments): Promise<number> {
  const lines = new Map<string, Line>();
  const readable: string[] = [];
  const given = [...new Set(files)];
  const progress = new CheckProgress(given.length, json);
  const reports = report === null ? null : await Reports.into(report);

  function settle(line: Line): void {
    lines.set(line.file, line);
    if (json) console.log(jsonLine(line));
    progress.done(line.file);
  }

  for (const file of given) {
    const why = await obstacle(file);
    if (why === null) readable.push(file);
    else settle(unreadable(file, why));
  }

  const conversions = new Conversions();
  try {
    if (readable.length > 0) {
      const dist = await ensureBuild('product');
      progress.start();
      const refused: Line[] = [];
      const byPath = (paths: ReadonlyMap<string, string>, onLine: (line: Line) => void) =>
        checkFiles(
          { dist },
          {},
          {
            files: [...paths.keys()],
            frames,
            ...(reports && {
              onRecord: (file: string, record: CheckRecord) => reports.note(paths.get(file) ?? file, record),
            }),
            onResult: (file, result) => onLine(lineOf(paths.get(file) ?? file, result)),
            onProgress: (file, { index: _, ...how }) =>
              progress.within(paths.get(file) ?? file, progressWords(how), how.framesDone / how.framesTotal),
          },
        );
      await byPath(new Map(readable.map((file) => [path.resolve(file), file])), (line) => {
        if (mayConvert(line.reason)) refused.push(line);
        else settle(withAdvice(line));
      });

      const converted = new Map<string, string>();
      for (const line of refused) {
        progress.within(line.file, 'converting', 0);
        const made = await conversionOf(line, conversions);
        if (made === null) settle(withAdvice(line));
        else converted.set(made, line.file);
      }
      if (converted.size > 0) {
        await byPath(converted, (line) => {
          const before = refused.find(({ file }) => file === line.file);
          const of = before?.codec === undefined ? {} : { codec: before.codec };
          settle({ ...line, ...of, convertedBy: converter() ?? '' });
          reports?.converted(line.file, converter() ?? '');
        });
      }
    }
  } finally {
    await conversions.clear();
  }

  await reports?.write(given);
  const all = given.flatMap((file) => lines.get(file) ?? []);
  if (!json) console.log(table(all));
  return all.some((line) => line.verdict !== 'notChecked') ? 0 : 2;
}

function lineOf(name: string, result: FileResult | 'lost'): Line {
  if (result !== 'lost') return { ...result, file: name };
  return notChecked(name, 'engineLost', 'the browser crashed or hung twice over this file');
}

/** @returns null where ffmpeg knows no better. */
async function conversionOf(line: Line, conversions: Conversions): Promise<string | null> {
  try {
    return await conversions.make(path.resolve(line.file));
  } catch {
    // What the browser said of the file stands.
    return null;
  }
}

/** Where the codec is known, what could be done. */
function withAdvice(line: Line): Line {
  if (line.codec === undefined) return line;
  const ffmpeg = converter();
  const advice = ffmpeg === null ? 'with ffmpeg installed it is converted first' : `nor does ${ffmpeg}`;
  return { ...line, detail: `this browser does not decode ${line.codec}; ${advice}` };
}

try {
  const given = parseArguments(process.argv.slice(2));
  if (given === 'help') console.log(HELP);
  else process.exitCode = await check(given);
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exitCode = 64;
  } else {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
