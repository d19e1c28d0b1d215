import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuild } from './build.ts';
import { HELP, parseArguments, type Arguments } from './check/arguments.ts';
import { checkFiles } from './check/drive.ts';
import { jsonLine, notChecked, table, unreadable, type Line } from './check/report.ts';
import { UsageError } from './usage-error.ts';

/** The command line `npm run check`: files on this computer, judged by the extension itself in a headless Chromium. */

/** Why a path cannot be handed to the browser; null if it can. */
async function obstacle(file: string): Promise<string | null> {
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

/** Shows on a terminal how far it is; nothing elsewhere. */
function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const full = Math.round((done / total) * width);
  process.stderr.write(
    `\r${'█'.repeat(full)}${'░'.repeat(width - full)} ${done} of ${total}${done === total ? '\n' : ''}`,
  );
}

async function check({ files, json, frames, aggregation }: Arguments): Promise<number> {
  const lines = new Map<string, Line>();
  const readable: string[] = [];
  const given = [...new Set(files)];

  function settle(line: Line): void {
    lines.set(line.file, line);
    if (json) console.log(jsonLine(line));
    showProgress(lines.size, given.length);
  }

  for (const file of given) {
    const why = await obstacle(file);
    if (why === null) readable.push(file);
    else settle(unreadable(file, why));
  }

  if (readable.length > 0) {
    const absolute = new Map(readable.map((file) => [path.resolve(file), file]));
    const dist = await ensureBuild('product');
    showProgress(lines.size, given.length);
    await checkFiles(
      { dist },
      { aggregation },
      {
        files: [...absolute.keys()],
        frames,
        onResult(file, result) {
          const name = absolute.get(file) ?? file;
          if (result === 'lost') {
            settle(notChecked(name, 'engineLost', 'the browser crashed or hung twice over this file'));
            return;
          }
          settle({ ...result, file: name });
        },
      },
    );
  }

  const all = given.flatMap((file) => lines.get(file) ?? []);
  if (!json) console.log(table(all));
  return all.some((line) => line.verdict !== 'notChecked') ? 0 : 2;
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
