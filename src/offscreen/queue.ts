import { within } from '../messages/timers.ts';

/** Who goes first: what a user asked for, then what is on the screen, then the rest. */
export const PRIORITY = { asked: 2, visible: 1, rest: 0 } as const;

export function priorityOf(frame: { asked: boolean; visible: boolean }): number {
  if (frame.asked) return PRIORITY.asked;
  return frame.visible ? PRIORITY.visible : PRIORITY.rest;
}

export interface QueueEntry {
  /** Which video the work is for. */
  video: string;
  priority: number;
  /** `look` begins a frame and gives way to a newer one of its video; `judge` finishes one and goes before `look`. */
  step: 'look' | 'judge';
  /** After how many ms its place is given to others, if not {@link LIMIT_MS}. */
  limitMs?: number;
}

interface Waiting extends QueueEntry {
  start: () => void;
  supersede: () => void;
}

/** Returned for work that a newer frame of the same video, or its end, made worthless. */
export const SUPERSEDED = Symbol('superseded');

/** Frames in work at a time: one on the CPU while another waits for the GPU. */
const MAX_RUNNING = 2;

/**
 * Work that has not ended after so long, in ms, never will: some hundred times what it takes on a slow machine. A network may have to
 * start on another backend first.
 */
export const LIMIT_MS = { look: 45_000, judge: 120_000 } as const;
const WORK = { look: 'Looking for faces', judge: 'Judging faces' } as const;

/** One queue for all videos. Waiting frames are bounded by one `look` a video. */
export class FrameQueue {
  #waiting: Waiting[] = [];
  #running = 0;

  /** Frames waiting or in work. */
  get length(): number {
    return this.#waiting.length + this.#running;
  }

  /** Runs `job` when it is its turn. Errors of the job come out, and LateError if it does not end in time. */
  run<T>(entry: QueueEntry, job: () => Promise<T>): Promise<T | typeof SUPERSEDED> {
    if (entry.step === 'look') this.supersede(entry.video);
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        ...entry,
        start: () => {
          this.#running++;
          within(entry.limitMs ?? LIMIT_MS[entry.step], WORK[entry.step], job())
            .finally(() => {
              this.#running--;
              this.#next();
            })
            .then(resolve, reject);
        },
        supersede: () => resolve(SUPERSEDED),
      });
      this.#next();
    });
  }

  /** Takes a video's waiting `look` out of the queue. */
  supersede(video: string): void {
    const old = this.#waiting.filter((entry) => entry.video === video && entry.step === 'look');
    this.#waiting = this.#waiting.filter((entry) => !old.includes(entry));
    for (const entry of old) entry.supersede();
  }

  #next(): void {
    if (this.#running >= MAX_RUNNING) return;
    const [first, ...others] = this.#waiting;
    if (!first) return;
    const chosen = others.reduce((best, entry) => (goesBefore(entry, best) ? entry : best), first);
    this.#waiting = this.#waiting.filter((entry) => entry !== chosen);
    chosen.start();
  }
}

function goesBefore(a: QueueEntry, b: QueueEntry): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  return a.step === 'judge' && b.step === 'look';
}
