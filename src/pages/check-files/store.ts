import * as v from 'valibot';
import { KEPT } from '../../contracts/kept.ts';
import { takingOver } from '../../kept/former-database.ts';
import { PrivateFolder } from '../../kept/private-folder.ts';
import { CheckRecordSchema, type CheckRecord } from './record.ts';

/** Results kept until they are removed, each a file: not the checked media, but small pictures of their frames. */

/** What is kept at most; the oldest results go first. First choice. */
const LIMITS = { records: 200, bytes: 60_000_000 } as const;

/** When it was checked, in ms since 1970, and the record's id: what the oldest are told by, without reading them. */
const NAME = /^(\d+)\.([0-9a-f-]{36})\.json$/;

interface Kept {
  name: string;
  size: number;
  id: string;
  checkedAt: number;
}

export class CheckStore {
  readonly #folder: PrivateFolder;
  readonly #takeOver: () => Promise<void>;
  readonly #limits: { records: number; bytes: number };
  readonly #deleted: BroadcastChannel;

  /** @param onDeleted called when everything was deleted from elsewhere. */
  constructor(
    onDeleted: () => void,
    name: string = KEPT.folders.checks,
    limits: { records: number; bytes: number } = LIMITS,
  ) {
    this.#folder = new PrivateFolder(name);
    this.#takeOver = takingOver(name, async (records) => {
      for (const record of records) if (v.is(CheckRecordSchema, record)) await this.#write(record);
    });
    this.#limits = limits;
    this.#deleted = new BroadcastChannel(name);
    this.#deleted.onmessage = onDeleted;
  }

  /** All results that can be understood, the newest first; the others are deleted. */
  async all(): Promise<CheckRecord[]> {
    const found: CheckRecord[] = [];
    const broken: string[] = [];
    for (const { name } of await this.#kept()) {
      const text = await this.#folder.readText(name);
      if (text === null) continue; // removed by another page
      const record = understood(text);
      if (record) found.push(record);
      else broken.push(name);
    }
    if (broken.length > 0) {
      console.warn(`FakeFilter: ${broken.length} kept results could not be understood and are deleted.`);
      await this.#folder.delete(broken);
    }
    return found.sort((a, b) => b.checkedAt - a.checkedAt);
  }

  /** Keeps a result, in place of one with its id. Makes room by deleting the oldest. */
  async put(record: CheckRecord): Promise<void> {
    const name = await this.#write(record);
    const kept = await this.#kept();
    const former = kept.filter((one) => one.id === record.id && one.name !== name);
    const newestFirst = kept.filter((one) => !former.includes(one)).reverse();
    let bytes = 0;
    const beyond = newestFirst.filter(({ size }, place) => {
      bytes += size;
      return place >= this.#limits.records || bytes > this.#limits.bytes;
    });
    await this.#folder.delete([...former, ...beyond].map((one) => one.name));
  }

  async #write(record: CheckRecord): Promise<string> {
    const name = `${Math.round(record.checkedAt)}.${record.id}.json`;
    await this.#folder.write(name, JSON.stringify(record));
    return name;
  }

  /** How many results are kept, and how many bytes they take. */
  async size(): Promise<{ records: number; bytes: number }> {
    const kept = await this.#kept();
    return { records: kept.length, bytes: kept.reduce((sum, { size }) => sum + size, 0) };
  }

  async remove(ids: Iterable<string>): Promise<void> {
    const gone = new Set(ids);
    const kept = await this.#kept();
    await this.#folder.delete(kept.filter(({ id }) => gone.has(id)).map(({ name }) => name));
  }

  /** The oldest first. */
  async #kept(): Promise<Kept[]> {
    await this.#takeOver();
    const kept = (await this.#folder.list()).flatMap((file) => {
      const [, checkedAt, id] = NAME.exec(file.name) ?? [];
      return id === undefined ? [] : [{ ...file, id, checkedAt: Number(checkedAt) }];
    });
    return kept.sort((a, b) => a.checkedAt - b.checkedAt);
  }

  /** Hears no more of deletions. */
  close(): void {
    this.#deleted.close();
  }
}

function understood(text: string): CheckRecord | null {
  try {
    const parsed = v.safeParse(CheckRecordSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
