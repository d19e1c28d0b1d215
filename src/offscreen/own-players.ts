import { openOwnPlayer, type OwnPlayer } from '../frames/own-player.ts';

/** Players open at a time. Each holds a decoder and some ten MB. */
const MAX_PLAYERS = 3;
/** A player that gave no frame for so long is closed, in ms. */
const IDLE_MS = 30_000;

interface Open {
  url: string;
  player: Promise<OwnPlayer>;
  abort: AbortController;
  idle: ReturnType<typeof setTimeout> | undefined;
}

type OpenPlayer = (url: string, signal: AbortSignal) => Promise<OwnPlayer>;

/** Players of the engine's own (tier 2), one a video, reused from frame to frame. */
export class OwnPlayers {
  /** In the order of last use. */
  readonly #open = new Map<string, Open>();
  readonly #openPlayer: OpenPlayer;

  constructor(openPlayer: OpenPlayer = openOwnPlayer) {
    this.#openPlayer = openPlayer;
  }

  /** The player of a video's file. @throws FrameError if it cannot be opened. */
  async get(video: string, url: string): Promise<OwnPlayer> {
    const found = this.#open.get(video);
    if (found && found.url !== url) this.close(video);
    const entry = this.#open.get(video) ?? this.#begin(url);
    this.#open.delete(video);
    this.#open.set(video, entry);
    clearTimeout(entry.idle);
    entry.idle = setTimeout(() => this.close(video), IDLE_MS);
    for (const oldest of [...this.#open.keys()].slice(0, -MAX_PLAYERS)) this.close(oldest);
    try {
      return await entry.player;
    } catch (error) {
      if (this.#open.get(video) === entry) this.close(video);
      throw error;
    }
  }

  close(video: string): void {
    const entry = this.#open.get(video);
    if (!entry) return;
    this.#open.delete(video);
    clearTimeout(entry.idle);
    entry.abort.abort();
  }

  closeAll(): void {
    for (const video of [...this.#open.keys()]) this.close(video);
  }

  #begin(url: string): Open {
    const abort = new AbortController();
    return { url, player: this.#openPlayer(url, abort.signal), abort, idle: undefined };
  }
}
