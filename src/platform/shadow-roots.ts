import { IS_FIREFOX } from './browser.ts';

/** The shadow root of an element, also if its page closed it. For content scripts. */
export function shadowRootOf(element: HTMLElement): ShadowRoot | null {
  if (!IS_FIREFOX) return 'dom' in chrome ? chrome.dom.openOrClosedShadowRoot(element) : null;
  const root: unknown = Reflect.get(Element.prototype, 'openOrClosedShadowRoot', element);
  return root instanceof ShadowRoot ? root : null;
}
