/** Walking through open shadow roots. Closed ones hide their videos from scripts; those cannot be checked. */

/** All open shadow roots below a node, at any depth. */
export function* openRootsIn(root: ParentNode): Generator<ShadowRoot> {
  if (root instanceof Element && root.shadowRoot) {
    yield root.shadowRoot;
    yield* openRootsIn(root.shadowRoot);
  }
  for (const element of root.querySelectorAll('*')) {
    if (!element.shadowRoot) continue;
    yield element.shadowRoot;
    yield* openRootsIn(element.shadowRoot);
  }
}

/** The parent in the tree as it is laid out: slots and shadow hosts included. Null above the document's element. */
export function laidOutParent(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** Whether `inner` is `outer` or lies in it, through slots and shadow roots. */
export function holds(outer: Element, inner: Element): boolean {
  for (let at: Element | null = inner; at; at = laidOutParent(at)) if (at === outer) return true;
  return false;
}

/** Every element under a point of the viewport, topmost first, those inside open shadow roots before their hosts. */
export function elementsAt(x: number, y: number): Element[] {
  return document.elementsFromPoint(x, y).flatMap((element) => [...insideAt(element, x, y), element]);
}

function insideAt(host: Element, x: number, y: number): Element[] {
  const root = host.shadowRoot;
  if (!root) return [];
  // A shadow root's answer includes what lies outside of it; only its own elements are new.
  const own = root.elementsFromPoint(x, y).filter((element) => element.getRootNode() === root);
  return own.flatMap((element) => [...insideAt(element, x, y), element]);
}
