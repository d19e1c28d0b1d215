import { FrameError } from '../../frames/frame-error.ts';
import type { checkMedium } from './check-medium.ts';
import type { compareMedia, GivenReference } from './comparing/compare-media.ts';
import { NOTHING_SEEN } from './frame-log.ts';
import type { Comparing, Item } from './item.ts';
import { nameOf, type Medium } from './medium.ts';
import type { CheckRecord } from './record.ts';
import type { Outcome } from './results.ts';
import type { FramePlan } from './sample-times.ts';

/** What the queue does with what it is given; tests give their own. */
export interface QueueWork {
  check: typeof checkMedium;
  compare: typeof compareMedia;
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
  /** Comparisons that wait for their turn or are under way, in order. */
  readonly #comparisons = new Map<string, { references: readonly GivenReference[]; stop: AbortController }>();
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
        comparing: null,
      };
    });
    this.#items = [...this.#items, ...items];
    this.#tell(this.#items, null);
    if (!this.#running) void this.#run();
  }

  /** Holds a result against videos that are said to be genuine, once all that waits is checked. In place of a former comparison of it. */
  compare(id: string, references: readonly GivenReference[]): void {
    this.cancelComparison(id);
    this.#comparisons.set(id, { references, stop: new AbortController() });
    this.#changeComparison(id, { step: 'waiting' });
    if (!this.#running) void this.#run();
  }

  /** What an earlier comparison came to stays. */
  cancelComparison(id: string): void {
    this.#comparisons.get(id)?.stop.abort();
    if (this.#comparisons.delete(id)) this.#changeComparison(id, null);
  }

  /** Ends the check of one item; a result that is there stays. */
  cancel(id: string): void {
    this.#stops.get(id)?.abort();
    const item = this.#items.find((other) => other.id === id);
    if (item?.status === 'waiting') void this.#settle(item, CANCELLED);
  }

  cancelAll(): void {
    for (const { id, status } of this.#items) if (status !== 'done') this.cancel(id);
    for (const id of [...this.#comparisons.keys()]) this.cancelComparison(id);
  }

  /** Ends the checks of these items, and takes them off the list once their records are deleted. */
  async remove(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      this.#stops.get(id)?.abort();
      this.#stops.delete(id);
      this.cancelComparison(id);
    }
    await this.#work.forget(ids);
    this.#items = this.#items.filter(({ id }) => !ids.has(id));
    this.#tell(this.#items, null);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (;;) {
      const next = this.#items.find(({ id, status }) => status === 'waiting' && this.#stops.has(id));
      const [comparison] = this.#comparisons;
      if (next) await this.#check(next);
      else if (comparison) await this.#compare(...comparison);
      else break;
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

  async #compare(
    id: string,
    { references, stop }: { references: readonly GivenReference[]; stop: AbortController },
  ): Promise<void> {
    const { medium, record } = this.#items.find((item) => item.id === id) ?? {};
    let failed: Comparing | null = null;
    try {
      if (!medium || !record) return;
      const comparison = await this.#work.compare(
        { medium, record },
        references,
        this.#plan,
        stop.signal,
        (progress) => this.#changeComparison(id, { step: 'running', progress }, stop.signal),
      );
      stop.signal.throwIfAborted();
      const compared = { ...record, comparison };
      this.#changeOne(id, { record: compared });
      await this.#work.keep(compared);
    } catch (error) {
      if (stop.signal.aborted) return;
      console.warn('FakeFilter: a comparison was not possible:', error);
      failed = { step: 'failed', reason: error instanceof FrameError ? error.reason : 'engineLost' };
    } finally {
      // Another one may be wanted meanwhile.
      if (this.#comparisons.get(id)?.stop === stop) {
        this.#comparisons.delete(id);
        this.#changeComparison(id, failed);
      }
    }
  }

  #changeComparison(id: string, comparing: Comparing | null, signal?: AbortSignal): void {
    if (!signal?.aborted) this.#changeOne(id, { comparing });
  }

  /** Not told as the result of a check, which it was before. */
  #changeOne(id: string, change: Partial<Pick<Item, 'record' | 'comparing'>>): void {
    this.#items = this.#items.map((item) => (item.id === id ? { ...item, ...change } : item));
    this.#tell(this.#items, null);
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
    comparing: null,
  };
}
