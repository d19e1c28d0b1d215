import type { BrowserContext, CDPSession } from 'playwright-core';

/** Playwright shows pages and service workers; the extension's other targets (the offscreen page) are reached by raw CDP. */

export interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
}

/** A DevTools session with one target. */
export interface Target {
  info: TargetInfo;
  send(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Runs an expression, awaits its promise and returns its value by JSON. @throws Error with the exception's text. */
  evaluate(expression: string): Promise<unknown>;
  on(event: string, listener: (params: Record<string, unknown>) => void): void;
  detach(): Promise<void>;
}

interface Answer {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export async function browserSession(context: BrowserContext): Promise<CDPSession> {
  const browser = context.browser();
  if (!browser) throw new Error('This context belongs to no browser; it may have been closed.');
  return browser.newBrowserCDPSession();
}

export async function listTargets(session: CDPSession): Promise<TargetInfo[]> {
  return (await session.send('Target.getTargets')).targetInfos;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The text of a failed `Runtime.evaluate`; null if it did not fail. */
function exceptionText(answer: Record<string, unknown>): string | null {
  const details = answer.exceptionDetails;
  if (!isRecord(details)) return null;
  const exception = details.exception;
  const description = isRecord(exception) ? exception.description : undefined;
  return typeof description === 'string' ? description : String(details.text);
}

export async function attach(session: CDPSession, info: TargetInfo): Promise<Target> {
  // Playwright hides flattened sessions it did not open itself, hence messages wrapped the old way.
  const { sessionId } = await session.send('Target.attachToTarget', {
    targetId: info.targetId,
    flatten: false,
  });
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, ((params: Record<string, unknown>) => void)[]>();
  let lastId = 0;

  function receive(event: { sessionId: string; message: string }): void {
    if (event.sessionId !== sessionId) return;
    const answer = JSON.parse(event.message) as Answer;
    if (answer.id !== undefined) {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    } else if (answer.method !== undefined) {
      for (const listener of listeners.get(answer.method) ?? []) listener(answer.params ?? {});
    }
  }

  function gone(event: { sessionId: string }): void {
    if (event.sessionId !== sessionId) return;
    for (const { reject } of waiting.values()) reject(new Error(`The target ${info.url} is gone.`));
    waiting.clear();
    session.off('Target.receivedMessageFromTarget', receive);
    session.off('Target.detachedFromTarget', gone);
  }

  session.on('Target.receivedMessageFromTarget', receive);
  session.on('Target.detachedFromTarget', gone);

  async function send(
    method: string,
    params: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const id = ++lastId;
    const answered = new Promise<Answer>((resolve, reject) => waiting.set(id, { resolve, reject }));
    await session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    const answer = await answered;
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  }

  return {
    info,
    send,
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    async evaluate(expression) {
      const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      const failure = exceptionText(answer);
      if (failure !== null) throw new Error(failure);
      const { result } = answer;
      return isRecord(result) ? result.value : undefined;
    },
    async detach() {
      await session.send('Target.detachFromTarget', { sessionId });
    },
  };
}
