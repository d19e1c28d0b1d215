/** What pages may use to put a player into a window of its own that stays on top; secure pages of Chromium only. */
interface DocumentPictureInPicture extends EventTarget {
  readonly window: Window | null;
}

/** By its class, since a page can name an element so. */
function isPictureInPicture(thing: unknown): thing is DocumentPictureInPicture {
  return Object.prototype.toString.call(thing) === '[object DocumentPictureInPicture]';
}

/** Whether this is such a window. The script of the page that opened it looks after its player. */
export function isPictureInPictureWindow(): boolean {
  return matchMedia('(display-mode: picture-in-picture)').matches;
}

/** Calls `opened` with each such window of this page, one that is open already included. */
export function onPictureInPicture(opened: (view: Window) => void, signal: AbortSignal): void {
  const api: unknown = Reflect.get(globalThis, 'documentPictureInPicture');
  if (!isPictureInPicture(api)) return;
  const look = (): void => {
    if (api.window) opened(api.window);
  };
  api.addEventListener('enter', look, { signal });
  look();
}
