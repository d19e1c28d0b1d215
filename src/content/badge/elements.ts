import { markAsOwn, makeHtml, makeSvg, putInto, setAttribute, textOf, setTextOf } from '../dom.ts';

/**
 * Making elements one by one. Never from HTML text: pages may demand Trusted Types of scripts in their document, and nothing
 * of a page's words can turn into markup this way.
 */

/**
 * The attribute by which elements of ours in the page are told from its own, by a later copy of this script and where a page
 * copies one. They are plain `<div>`s: a page could make an element with a name of our own its custom element, and get at its
 * closed shadow root by `attachInternals()`.
 */
export const OWN_MARK = 'data-fakefilter';

/** An element to be put into the page; what is in it lies in a closed shadow root. */
export function ownHost(kind: 'badge' | 'live' | 'notice' | 'start'): HTMLDivElement {
  const host = html('div', { [OWN_MARK]: kind });
  markAsOwn(host);
  return host;
}

type Attributes = Record<string, string | number>;

function fill(element: Element, attributes: Attributes, children: readonly (Node | string)[]): void {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, String(value));
  putInto(element, ...children);
}

export function html<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = makeHtml(tag);
  fill(element, attributes, children);
  return element;
}

export function svg<T extends keyof SVGElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[T] {
  const element = makeSvg(tag);
  fill(element, attributes, children);
  return element;
}

/** Sets text only where it differs, so that neither a selection nor a screen reader is disturbed. */
export function setText(element: Element, text: string): void {
  if (textOf(element) !== text) setTextOf(element, text);
}
