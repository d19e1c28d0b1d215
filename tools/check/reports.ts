import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CheckRecord } from '../../src/pages/check-files/record.ts';
import { reportName } from '../../src/pages/check-files/report/file-name.ts';
import { listCsv } from '../../src/pages/check-files/report/list-csv.ts';
import { reportHtml } from '../../src/pages/check-files/report/report-html.ts';
import { reportJson } from '../../src/pages/check-files/report/report-json.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

/** The reports of `npm run check -- --report DIR`: those that the page saves, one of each file, and the list. */
export class Reports {
  readonly #folder: string;
  readonly #records = new Map<string, CheckRecord>();
  readonly #converters = new Map<string, string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws UsageError if there can be no such folder. */
  static async into(folder: string): Promise<Reports> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw new UsageError(
        `No reports can be written to ${folder}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return new Reports(folder);
  }

  /** The last of a file counts: a file that was refused may be checked again as a conversion of it. */
  note(file: string, record: CheckRecord): void {
    this.#records.set(file, { ...record, name: path.basename(file) });
  }

  converted(file: string, by: string): void {
    this.#converters.set(file, by);
  }

  /** @param order the files as they were named. */
  async write(order: readonly string[]): Promise<void> {
    const records: CheckRecord[] = [];
    const taken = new Set<string>();
    for (const file of order) {
      const noted = this.#records.get(file);
      if (!noted) continue;
      const by = this.#converters.get(file);
      const record = by === undefined ? noted : await ofOriginal(file, noted, by);
      records.push(record);
      const name = freeName(record.name, taken);
      await writeFile(path.join(this.#folder, reportName(name, 'html')), reportHtml(record));
      await writeFile(path.join(this.#folder, reportName(name, 'json')), reportJson(record));
    }
    await writeFile(path.join(this.#folder, 'list.csv'), listCsv(records));
  }
}

/** The check was of a conversion; what was checked is the file that it was made from. */
async function ofOriginal(file: string, record: CheckRecord, convertedBy: string): Promise<CheckRecord> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const { size } = await stat(file);
  return { ...record, convertedBy, source: { kind: 'file', bytes: size, sha256: hash.digest('hex') } };
}

/** Files of several folders may have one name. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} (${n})`;
  taken.add(free.toLowerCase());
  return free;
}
