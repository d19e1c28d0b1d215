import { shadowRootOf } from '../platform/shadow-roots.ts';

/**
 * The page's DOM, read through the prototypes. This script lives in a world of its own, in which a page cannot replace a
 * prototype. Names reach it all the same: a form answers with its inputs and a document with its forms, pictures and frames
 * where a property of that name is asked for (`<form><input name="parentElement">`, `<img name="querySelectorAll">`; HTML
 * standard, `[LegacyOverrideBuiltIns]`). Lint forbids to ask them directly anywhere else in this folder.
 */

type Scope = Document | ShadowRoot;

/** Null only while the document is empty. */
export function pageRoot(page: Document = document): HTMLElement | null {
  return Reflect.get(Document.prototype, 'documentElement', page);
}

export function pageBody(page: Document = document): HTMLElement | null {
  return Reflect.get(Document.prototype, 'body', page);
}

/** The page's own, or that of a window into which it moved its player. */
export function documentOf(node: Node): Document {
  return Reflect.get(Node.prototype, 'ownerDocument', node) ?? document;
}

/** The window in which a node is shown. */
export function viewOf(node: Node): Window {
  return Reflect.get(Document.prototype, 'defaultView', documentOf(node)) ?? window;
}

export function pageTitle(): string {
  return Reflect.get(Document.prototype, 'title', document);
}

/** The page is in the tab in front. */
export function isInFront(page: Document = document): boolean {
  return Reflect.get(Document.prototype, 'visibilityState', page) === 'visible';
}

/** Nodes of another window's document are of that window's classes, so that `instanceof` does not tell. */
function kindOf(thing: EventTarget | null): number | null {
  try {
    return Reflect.get(Node.prototype, 'nodeType', thing);
  } catch {
    return null;
  }
}

export function isElement(thing: EventTarget | null): thing is Element {
  return kindOf(thing) === Node.ELEMENT_NODE;
}

export function isVideo(thing: EventTarget | null): thing is HTMLVideoElement {
  return isElement(thing) && tagOf(thing) === 'video' && 'videoWidth' in thing;
}

export function isShadowRoot(thing: EventTarget | null): thing is ShadowRoot {
  return kindOf(thing) === Node.DOCUMENT_FRAGMENT_NODE && thing !== null && 'host' in thing;
}

export function isParsing(): boolean {
  return Reflect.get(Document.prototype, 'readyState', document) === 'loading';
}

function prototypeOf(scope: Scope): Scope {
  return isShadowRoot(scope) ? ShadowRoot.prototype : Document.prototype;
}

/** The element of this tree that fills the screen, or the host of the tree that holds it. */
export function fullscreenIn(scope: Scope): Element | null {
  return Reflect.get(prototypeOf(scope), 'fullscreenElement', scope);
}

/** Topmost first. */
export function layersAt(scope: Scope, x: number, y: number): Element[] {
  return Reflect.apply(prototypeOf(scope).elementsFromPoint, scope, [x, y]);
}

type Query = (this: Element | Scope, selector: string) => Iterable<Element>;

export function allIn(scope: Element | Scope, selector: string): Iterable<Element> {
  const query: Query = Reflect.get(
    isElement(scope) ? Element.prototype : prototypeOf(scope),
    'querySelectorAll',
  );
  return Reflect.apply(query, scope, [selector]);
}

/** Elements with this name, found by an index that the browser keeps. */
export function namedIn(page: Document, name: string): Iterable<Element> {
  const find: (this: Document, name: string) => Iterable<Element> = Reflect.get(
    Document.prototype,
    'getElementsByTagName',
  );
  return Reflect.apply(find, page, [name]);
}

export function* videosIn(scope: Element | Scope): Generator<HTMLVideoElement> {
  for (const element of allIn(scope, 'video')) if (isVideo(element)) yield element;
}

export function parentOf(node: Node): Element | null {
  return Reflect.get(Node.prototype, 'parentElement', node);
}

/** The node it is a child of: an element, a shadow root or the document. */
export function parentNodeOf(node: Node): Node | null {
  return Reflect.get(Node.prototype, 'parentNode', node);
}

export function slotOf(element: Element): HTMLSlotElement | null {
  return Reflect.get(Element.prototype, 'assignedSlot', element);
}

function openRootOf(element: Element): ShadowRoot | null {
  return Reflect.get(Element.prototype, 'shadowRoot', element);
}

const OWN_HOSTS = new WeakSet<Element>();

/** From now on nothing is looked for in the shadow root of this element, which is ours. */
export function markAsOwn(host: Element): void {
  OWN_HOSTS.add(host);
}

export function isOwn(element: Element): boolean {
  return OWN_HOSTS.has(element);
}

/** Besides custom elements (https://dom.spec.whatwg.org/#dom-element-attachshadow). */
const MAY_BE_HOST = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

/** The shadow root of an element of the page, also a closed one where the browser shows these to extensions. */
export function rootOf(element: Element): ShadowRoot | null {
  const tag = tagOf(element);
  if (!MAY_BE_HOST.has(tag) && !tag.includes('-')) return null;
  const open = openRootOf(element);
  if (open || isOwn(element) || !(element instanceof HTMLElement)) return open;
  return shadowRootOf(element);
}

/** Whether an element may be a video or have one below it, told at a glance. */
export function mayHoldVideo(element: Element): boolean {
  return (
    isVideo(element) ||
    Reflect.get(Element.prototype, 'firstElementChild', element) !== null ||
    rootOf(element) !== null
  );
}

/** The document or shadow root that it lies in. */
export function treeOf(node: Node): Node {
  return Reflect.apply(Node.prototype.getRootNode, node, []);
}

/** Whether `later` comes after `earlier` in the order of their tree, or lies in it. */
export function isBefore(earlier: Node, later: Node): boolean {
  const position = Reflect.apply(Node.prototype.compareDocumentPosition, earlier, [later]);
  return Boolean(position & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** The element of this tree that has the focus, or the host of the tree that holds it. */
export function focusedIn(scope: Scope): Element | null {
  return Reflect.get(prototypeOf(scope), 'activeElement', scope);
}

/** Gives an element the focus, as far as it takes it. */
export function giveFocus(element: Element): void {
  if (element instanceof HTMLElement || element instanceof SVGElement)
    Reflect.apply(
      element instanceof HTMLElement ? HTMLElement.prototype.focus : SVGElement.prototype.focus,
      element,
      [],
    );
}

/** Whether a node is in a document that is shown, and not in a tree of its own. */
export function isInPage(node: Node): boolean {
  return Reflect.get(Node.prototype, 'isConnected', node);
}

export function tagOf(element: Element): string {
  return Reflect.get(Element.prototype, 'localName', element);
}

export function attributeNames(element: Element): string[] {
  return Reflect.apply(Element.prototype.getAttributeNames, element, []);
}

export function setAttribute(element: Element, name: string, value: string): void {
  Reflect.apply(Element.prototype.setAttribute, element, [name, value]);
}

/** The address of the page that a frame, or an element like one, shows; empty where it tells none. */
export function embeddedAddress(element: Element): string {
  const name = tagOf(element) === 'object' ? 'data' : 'src';
  const address: string | null = Reflect.apply(Element.prototype.getAttribute, element, [name]);
  const base: string = Reflect.get(Node.prototype, 'baseURI', element);
  return address !== null && URL.canParse(address, base) ? new URL(address, base).href : '';
}

export function textOf(node: Node): string | null {
  return Reflect.get(Node.prototype, 'textContent', node);
}

export function setTextOf(node: Node, text: string): void {
  Reflect.set(Node.prototype, 'textContent', text, node);
}

/** The boxes of the lines of text that lie in an element itself, in CSS pixels of the viewport. */
export function linesOf(element: Element): DOMRect[] {
  const children: NodeListOf<ChildNode> = Reflect.get(Node.prototype, 'childNodes', element);
  return [...children].flatMap((child) => {
    if (kindOf(child) !== Node.TEXT_NODE || !textOf(child)?.trim()) return [];
    const range = new Range();
    range.selectNodeContents(child);
    return [...range.getClientRects()];
  });
}

export function fits(element: Element, selector: string): boolean {
  return Reflect.apply(Element.prototype.matches, element, [selector]);
}

export function isShown(element: Element, options: CheckVisibilityOptions): boolean {
  return Reflect.apply(Element.prototype.checkVisibility, element, [options]);
}

export function boxOf(element: Element): DOMRect {
  return Reflect.apply(Element.prototype.getBoundingClientRect, element, []);
}

export function putInto(container: Element | ShadowRoot, ...nodes: (Node | string)[]): void {
  const prototype = isShadowRoot(container) ? ShadowRoot.prototype : Element.prototype;
  Reflect.apply(prototype.append, container, nodes);
}

export function putFirst(container: Element, node: Node): void {
  Reflect.apply(Element.prototype.prepend, container, [node]);
}

export function takeOut(element: Element): void {
  Reflect.apply(Element.prototype.remove, element, []);
}

let workshop: Document | null = null;

/**
 * A document of our own, in which elements of our own are made. No page can give names to it, and it has no registry of custom
 * elements.
 */
function ownDocument(): Document {
  workshop ??= Reflect.get(Document.prototype, 'implementation', document).createHTMLDocument('');
  return workshop;
}

export function makeHtml<T extends keyof HTMLElementTagNameMap>(tag: T): HTMLElementTagNameMap[T] {
  return ownDocument().createElement(tag);
}

export function makeSvg<T extends keyof SVGElementTagNameMap>(tag: T): SVGElementTagNameMap[T] {
  return ownDocument().createElementNS('http://www.w3.org/2000/svg', tag);
}

interface Listening {
  signal: AbortSignal;
  capture?: boolean;
  passive?: boolean;
}

/** Listens to what really happens to a player. Events that a script of the page dispatches are passed over. */
export function listenToPlayer<K extends keyof HTMLVideoElementEventMap>(
  video: HTMLVideoElement,
  type: K,
  heard: (event: HTMLVideoElementEventMap[K]) => void,
  options: Listening,
): void {
  video.addEventListener<K>(
    type,
    (event) => {
      if (event.isTrusted) heard(event);
    },
    options,
  );
}

/** As {@link listenToPlayer}, of the window, where events of the document and its elements come by. */
export function listenToWindow<K extends keyof WindowEventMap>(
  type: K,
  heard: (event: WindowEventMap[K]) => void,
  options: Listening,
): void {
  window.addEventListener<K>(
    type,
    (event) => {
      if (event.isTrusted) heard(event);
    },
    options,
  );
}

/**
 * As {@link listenToWindow}, of events anywhere in a page; those that do not leave a shadow tree, such as `scroll`, are heard in
 * that tree only.
 */
export function listenToPage(
  type: keyof DocumentEventMap | 'pagehide' | 'encrypted',
  heard: (event: Event) => void,
  signal: AbortSignal,
  where: Window | ShadowRoot = window,
): void {
  const options = { capture: true, passive: true, signal };
  where.addEventListener(type, (event) => event.isTrusted && heard(event), options);
}
