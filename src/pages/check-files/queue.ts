import type { checkMedium } from './check-medium.ts';
import { NOTHING_SEEN } from './frame-log.ts';
import type { Item } from './item.ts';
import { nameOf, type Medium } from './medium.ts';
import type { CheckRecord } from './record.ts';
import type { Outcome } from './results.ts';
import type { FramePlan } from './sample-times.ts';

/** What the queue does with what it is given; tests give their own. */
export interface QueueWork {
  check: typeof checkMedium;
  /** Fills in what the file tells besides its pictures. Never throws but for its signal. */
  inspect: (medium: Medium, record: CheckRecord, signal: AbortSignal) => Promise<CheckRecord>;
  /** A record is there, or has changed. */
  keep: (record: CheckRecord) => Promise<void>;
  /** Records are to be deleted. Never throws. */
  forget: (ids: ReadonlySet<string>) => Promise<void>;
  /** The version of the extension, for the records. */
  extension: string;
}

/**
 * Checks one medium after another: the detector is the bottleneck, and frames of one file at a time bound the memory. What is
 * added meanwhile waits behind the others.
 */
export class CheckQueue {
  readonly #work: QueueWork;
  readonly #plan: FramePlan;
  readonly #tell: (items: readonly Item[], changed: Item | null) => void;
  /** In the order in which they were added. */
  #items: readonly Item[] = [];
  readonly #stops = new Map<string, AbortController>();
  #added = 0;
  #running = false;

  /** @param tell called with all items after each change, and with the one that changed where it is one. */
  constructor(
    work: QueueWork,
    plan: FramePlan,
    tell: (items: readonly Item[], changed: Item | null) => void,
  ) {
    this.#work = work;
    this.#plan = plan;
    this.#tell = tell;
  }

  /** Puts what was kept from before at the end. */
  restore(records: readonly CheckRecord[]): void {
    const known = new Set(this.#items.map(({ id }) => id));
    const kept = records.filter(({ id }) => !known.has(id)).map(restored);
    this.#items = [...this.#items, ...kept];
    this.#tell(this.#items, null);
  }

  add(media: readonly Medium[]): void {
    const items = media.map((medium): Item => {
      const id = crypto.randomUUID();
      this.#stops.set(id, new AbortController());
      return {
        id,
        index: this.#added++,
        name: nameOf(medium),
        status: 'waiting',
        medium,
        progress: null,
        startedAt: null,
        record: null,
        inspecting: false,
      };
    });
    this.#items = [...this.#items, ...items];
    this.#tell(this.#items, null);
    if (!this.#running) void this.#run();
  }

  /** Ends the check of one item; a result that is there stays. */
  cancel(id: string): void {
    this.#stops.get(id)?.abort();
    const item = this.#items.find((other) => other.id === id);
    if (item?.status === 'waiting') void this.#settle(item, CANCELLED);
  }

  cancelAll(): void {
    for (const { id, status } of this.#items) if (status !== 'done') this.cancel(id);
  }

  /** Ends the checks of these items, and takes them off the list once their records are deleted. */
  async remove(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      this.#stops.get(id)?.abort();
      this.#stops.delete(id);
    }
    await this.#work.forget(ids);
    this.#items = this.#items.filter(({ id }) => !ids.has(id));
    this.#tell(this.#items, null);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (;;) {
      const next = this.#items.find(({ id, status }) => status === 'waiting' && this.#stops.has(id));
      if (!next) break;
      await this.#check(next);
    }
    this.#running = false;
  }

  async #check(waiting: Item): Promise<void> {
    const { medium } = waiting;
    const signal = this.#stops.get(waiting.id)?.signal;
    if (!medium || !signal) return;
    let item: Item = { ...waiting, status: 'checking', startedAt: performance.now() };
    this.#change(item);
    const outcome = await this.#work.check(medium, this.#plan, signal, (progress) => {
      item = { ...item, progress };
      this.#change(item);
    });
    void this.#settle(item, outcome);
  }

  /** The verdict stands at once; the file's hash follows, while the next file is checked. */
  async #settle(item: Item, outcome: Outcome): Promise<void> {
    const { id, medium } = item;
    const signal = this.#stops.get(id)?.signal;
    if (!medium || !signal) return;
    const record = this.#record(item, medium, outcome);
    const inspecting = !signal.aborted;
    this.#change({ ...item, status: 'done', record, inspecting });
    try {
      await this.#work.keep(record);
      if (!inspecting) return;
      const full = await this.#work.inspect(medium, record, signal);
      // Told even if it could not be kept.
      this.#change({ ...item, status: 'done', record: full, inspecting: false });
      if (this.#stops.has(id)) await this.#work.keep(full);
    } catch (error) {
      if (this.#stops.has(id)) {
        console.warn(`FakeFilter: ${item.name}:`, error);
        this.#change({ ...item, status: 'done', record, inspecting: false });
      }
    }
  }

  #record(item: Item, medium: Medium, { state, failure, codec, ms }: Outcome): CheckRecord {
    const { frames, shots, durationMs, width, height } = item.progress?.seen ?? NOTHING_SEEN;
    return {
      format: 1,
      id: item.id,
      checkedAt: Date.now(),
      name: item.name,
      source:
        medium.kind === 'file'
          ? { kind: 'file', bytes: medium.file.size, sha256: null }
          : { kind: 'address', url: medium.url },
      framesAsked: this.#plan.exact ? this.#plan.frames : null,
      state,
      failure,
      ...(codec === undefined ? {} : { codec }),
      ms,
      durationMs: Number.isFinite(durationMs) ? durationMs : (frames.at(-1)?.timeMs ?? 0),
      width,
      height,
      frames: [...frames],
      shots: shots.map(({ fromMs, toMs }) => ({ fromMs, toMs: Number.isFinite(toMs) ? toMs : fromMs })),
      poster: item.progress?.poster ?? '',
      extension: this.#work.extension,
    };
  }

  /** What was removed meanwhile stays away. */
  #change(item: Item): void {
    if (!this.#items.some(({ id }) => id === item.id)) return;
    this.#items = this.#items.map((other) => (other.id === item.id ? item : other));
    this.#tell(this.#items, item);
  }
}

const CANCELLED: Outcome = { state: null, failure: 'cancelled', ms: 0 };

function restored(record: CheckRecord): Item {
  return {
    id: record.id,
    index: null,
    name: record.name,
    status: 'done',
    medium: null,
    progress: null,
    startedAt: null,
    record,
    inspecting: false,
  };
}
