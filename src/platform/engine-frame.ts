/** Firefox suspends an event page 30 s after the last call of an extension API, and its frames with it; in ms. */
const KEEP_AWAKE_EVERY_MS = 10_000;

const frameOfEngine = (): HTMLIFrameElement | null => document.querySelector('iframe');

export function exists(): Promise<boolean> {
  return Promise.resolve(frameOfEngine() !== null);
}

/** @returns true. */
export async function open(url: string): Promise<boolean> {
  const frame = document.createElement('iframe');
  frame.src = chrome.runtime.getURL(url);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.documentElement.append(frame);
  keepAwake(frame);
  await loaded;
  return true;
}

/** The engine closes itself when it has had nothing to do for a while; until then the event page stays. */
function keepAwake(frame: HTMLIFrameElement): void {
  const timer = setInterval(() => {
    if (frame.isConnected) void chrome.runtime.getPlatformInfo();
    else clearInterval(timer);
  }, KEEP_AWAKE_EVERY_MS);
}

export function close(): void {
  window.frameElement?.remove();
}
