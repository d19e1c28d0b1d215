import {
  allIn,
  focusedIn,
  isBefore,
  isElement,
  isShadowRoot,
  layersAt,
  pageBody,
  pageRoot,
  parentOf,
  rootOf,
  slotOf,
  tagOf,
  treeOf,
} from './dom.ts';

/** Walking through shadow roots. */

/** Steps from an element to the top of its page. Far more than people build; a page that goes deeper is not followed. */
const MAX_DEPTH = 1000;
/** Shadow roots entered in one walk. */
const MAX_ROOTS = 20_000;

/** Elements looked at between two places where a walk may be put aside. */
const STRIDE = 50;

/**
 * All shadow roots below a node, at any depth, and now and then null: nothing was found for a while.
 * @param rootless gets each custom element that has none.
 */
export function* rootsIn(
  root: Element | Document | ShadowRoot,
  rootless: (element: Element) => void = () => undefined,
): Generator<ShadowRoot | null, void> {
  const waiting: ShadowRoot[] = [];
  const note = (element: Element): void => {
    const shadow = rootOf(element);
    if (shadow) waiting.push(shadow);
    else if (tagOf(element).includes('-')) rootless(element);
  };
  let looked = 0;
  function* walk(tree: Element | Document | ShadowRoot): Generator<null, void> {
    for (const element of allIn(tree, '*')) {
      note(element);
      if (++looked % STRIDE === 0) yield null;
    }
  }
  if (isElement(root)) note(root);
  yield* walk(root);
  for (let entered = 0; entered < MAX_ROOTS; entered++) {
    const shadow = waiting.shift();
    if (!shadow) return;
    yield shadow;
    yield* walk(shadow);
  }
}

/** The parent in the tree as it is laid out: slots and shadow hosts included. Null above the document's element. */
export function laidOutParent(element: Element): Element | null {
  const parent = slotOf(element) ?? parentOf(element);
  if (parent) return parent;
  const root = treeOf(element);
  return isShadowRoot(root) ? root.host : null;
}

/** The elements around one as it is laid out, from the inside out. */
export function* around(element: Element): Generator<Element> {
  let at = laidOutParent(element);
  for (let depth = 0; at && depth < MAX_DEPTH; depth++) {
    yield at;
    at = laidOutParent(at);
  }
}

/** Whether `inner` is `outer` or lies in it, through slots and shadow roots. */
export function holds(outer: Element, inner: Element): boolean {
  if (outer === inner) return true;
  for (const at of around(inner)) if (at === outer) return true;
  return false;
}

/** The shadow host around the tree of an element; null for one of the document itself. */
function hostOf(element: Element): Element | null {
  const root = treeOf(element);
  return isShadowRoot(root) ? root.host : null;
}

/** An element, or the shadow host around it that lies in `tree`; null where neither does. */
function liftInto(tree: Node, element: Element): Element | null {
  let at: Element | null = element;
  for (let depth = 0; at && depth < MAX_DEPTH; depth++) {
    if (treeOf(at) === tree) return at;
    at = hostOf(at);
  }
  return null;
}

/** Whether `later` comes after `earlier` on the page, or lies in it, across shadow trees. Neither before an element is it itself. */
export function comesBefore(earlier: Element, later: Element): boolean {
  let at: Element | null = earlier;
  for (let depth = 0; at && depth < MAX_DEPTH; depth++) {
    const other = liftInto(treeOf(at), later);
    if (other) return other === at ? at === earlier && later !== earlier : isBefore(at, other);
    at = hostOf(at);
  }
  return false;
}

/** Elements looked at in one walk through a page. */
const MAX_WALKED = 50_000;

/** The elements of a page in order, those of a shadow tree after their host. */
export function* elementsOf(page: Document): Generator<Element> {
  const waiting: Iterator<Element>[] = [allIn(page, '*')[Symbol.iterator]()];
  for (let walked = 0; walked < MAX_WALKED; walked++) {
    const next = waiting.at(-1)?.next();
    if (!next) return;
    if (next.done) {
      waiting.pop();
      continue;
    }
    yield next.value;
    const root = rootOf(next.value);
    if (root && waiting.length < MAX_DEPTH) waiting.push(allIn(root, '*')[Symbol.iterator]());
  }
}

/** The element with the focus, inside shadow trees as well; null where the page as a whole has it. */
export function focusedOn(page: Document): Element | null {
  let focused = focusedIn(page);
  for (let depth = 0; focused && depth < MAX_DEPTH; depth++) {
    const root = rootOf(focused);
    const inside = root && focusedIn(root);
    if (!inside) break;
    focused = inside;
  }
  return focused === pageBody(page) || focused === pageRoot(page) ? null : focused;
}

/** Every element under a point of the viewport, topmost first, those inside shadow roots before their hosts. */
export function elementsAt(x: number, y: number, page: Document = document): Element[] {
  return layersAt(page, x, y).flatMap((element) => [...insideAt(element, x, y, 0), element]);
}

function insideAt(host: Element, x: number, y: number, depth: number): Element[] {
  const root = rootOf(host);
  if (!root || depth > MAX_DEPTH) return [];
  // A shadow root's answer includes what lies outside of it; only its own elements are new.
  const own = layersAt(root, x, y).filter((element) => treeOf(element) === root);
  return own.flatMap((element) => [...insideAt(element, x, y, depth + 1), element]);
}

/** The first of {@link elementsAt} but for one. */
export function topmostAt(x: number, y: number, page: Document, but: Element): Element | null {
  const top = layersAt(page, x, y).find((element) => element !== but);
  return top ? innermostAt(top, x, y, but) : null;
}

function innermostAt(host: Element, x: number, y: number, but: Element): Element {
  let at = host;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const root = rootOf(at);
    const inside =
      root && layersAt(root, x, y).find((element) => element !== but && treeOf(element) === root);
    if (!inside) return at;
    at = inside;
  }
  return at;
}
