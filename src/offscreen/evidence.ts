import type { Quality } from '../verdict/types.ts';
import { VideoEvidence } from '../verdict/video-evidence.ts';

/** Videos remembered at most; beyond it the one not asked for the longest goes. */
const MAX_VIDEOS = 200;
/** A video nobody asked for so long is forgotten, in ms. */
const IDLE_MS = 10 * 60_000;

interface Entry {
  epoch: number;
  evidence: VideoEvidence;
  usedAt: number;
}

/** The evidence of all videos, by {@link videoId}; one source (epoch) of a video at a time. */
export class EvidenceStore {
  /** In the order of last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * The evidence of a video's source, begun if it is new. A newer epoch replaces an older one.
   * @returns null if the video has a newer source already.
   */
  open(video: string, epoch: number, quality: Quality): VideoEvidence | null {
    const found = this.#entries.get(video);
    if (found && found.epoch > epoch) return null;
    const evidence = found?.epoch === epoch ? found.evidence : new VideoEvidence(quality);
    this.#entries.delete(video);
    this.#entries.set(video, { epoch, evidence, usedAt: this.#now() });
    this.#evict();
    return evidence;
  }

  /** Whether this very evidence still counts, after work that took time. */
  isCurrent(video: string, evidence: VideoEvidence): boolean {
    return this.#entries.get(video)?.evidence === evidence;
  }

  /** Forgets a video's source. @returns false if the video has a newer source already, which stays. */
  release(video: string, epoch: number): boolean {
    if ((this.#entries.get(video)?.epoch ?? 0) > epoch) return false;
    this.#entries.delete(video);
    return true;
  }

  /** Forgets all sources of videos that `gone` picks. @returns those videos. */
  forget(gone: (video: string) => boolean): string[] {
    const forgotten = [...this.#entries.keys()].filter(gone);
    for (const video of forgotten) this.#entries.delete(video);
    return forgotten;
  }

  #evict(): void {
    const oldest = this.#now() - IDLE_MS;
    for (const [video, { usedAt }] of this.#entries) {
      if (usedAt >= oldest && this.#entries.size <= MAX_VIDEOS) return;
      this.#entries.delete(video);
    }
  }
}
