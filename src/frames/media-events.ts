/**
 * Waits for the first of some events on a media element.
 * @returns its name, `timeout` after `timeoutMs`, or `aborted`. Never rejects; leaves no listener behind.
 */
export function settled(
  media: EventTarget,
  events: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const finish = (outcome: string): void => {
      listening.abort();
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(() => finish('timeout'), timeoutMs);
    for (const event of events) {
      media.addEventListener(event, () => finish(event), { signal: listening.signal });
    }
    signal.addEventListener('abort', () => finish('aborted'), { signal: listening.signal });
    if (signal.aborted) finish('aborted');
  });
}
