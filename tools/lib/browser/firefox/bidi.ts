import { WebSocket } from 'ws';

/** A session of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), spoken with Firefox without a driver in between. */

type Params = Record<string, unknown>;

interface Incoming {
  type: 'success' | 'error' | 'event';
  id?: number | null;
  result?: unknown;
  error?: string;
  message?: string;
  method?: string;
  params?: unknown;
}

interface Waiting {
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export class BidiSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, ((params: unknown) => void)[]>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString('utf8')) as Incoming));
    socket.on('close', () => {
      for (const { method, reject } of this.#waiting.values())
        reject(new Error(`${method}: Firefox ended the session`));
      this.#waiting.clear();
    });
  }

  /** @param address `ws://127.0.0.1:9222`, as Firefox prints it. */
  static async open(address: string): Promise<BidiSession> {
    const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false, maxPayload: 2 ** 28 });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const session = new BidiSession(socket);
    await session.send('session.new', { capabilities: {} });
    return session;
  }

  /** @throws Error with the command's name and Firefox's message. */
  send(method: string, params: Params): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  async on(event: string, listener: (params: unknown) => void): Promise<void> {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    await this.send('session.subscribe', { events: [event] });
  }

  close(): void {
    this.#socket.terminate();
  }

  #receive(message: Incoming): void {
    if (message.type === 'event') {
      for (const listener of this.#listeners.get(message.method ?? '') ?? []) listener(message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id ?? -1);
    if (!waiting) return;
    this.#waiting.delete(message.id ?? -1);
    if (message.type === 'success') waiting.resolve(message.result);
    else waiting.reject(new Error(`${waiting.method}: ${message.error ?? ''}: ${message.message ?? ''}`));
  }
}
