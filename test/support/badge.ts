import type { CDPSession, Page } from 'playwright-core';
import { poll } from '../../tools/lib/poll.ts';

/**
 * What the user sees of the badges. Their shadow roots are closed to pages and to Playwright; DevTools sees into them.
 */

interface DomNode {
  backendNodeId: number;
  localName: string;
  shadowRootType?: string;
  nodeValue: string;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: DomNode[];
  contentDocument?: DomNode;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface SeenBadge {
  /** The words on it: "Checking 3 of 8". */
  words: string;
  /** Its accessible name. */
  name: string;
  /** The first line of the details, with the reason; there even while they are closed. */
  headline: string;
  /** Everything in the details. */
  details: string;
  open: boolean;
  /** In the page, but not shown now. */
  hidden: boolean;
  /** In CSS pixels of the viewport; null if it has no box. */
  box: Box | null;
  /** Of its words; null where only the icon is seen. */
  wordsBox: SeenBadge['box'];
  buttonId: number;
  panelId: number;
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

function devtools(page: Page): Promise<CDPSession> {
  let session = sessions.get(page);
  if (!session) {
    session = page.context().newCDPSession(page);
    sessions.set(page, session);
  }
  return session;
}

function* walk(node: DomNode): Generator<DomNode> {
  yield node;
  // The browser's own shadow trees (of <details>, <video>) hold style texts that nobody sees.
  const roots = (node.shadowRoots ?? []).filter((root) => root.shadowRootType !== 'user-agent');
  for (const child of [...roots, ...(node.children ?? [])]) yield* walk(child);
  if (node.contentDocument) yield* walk(node.contentDocument);
}

function find(node: DomNode, fits: (candidate: DomNode) => boolean): DomNode | undefined {
  for (const candidate of walk(node)) if (fits(candidate)) return candidate;
  return undefined;
}

function attribute(node: DomNode, name: string): string | undefined {
  const list = node.attributes ?? [];
  for (let i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1];
  return undefined;
}

function textOf(node: DomNode): string {
  return [...walk(node)]
    .map((part) => part.nodeValue)
    .filter((text) => text.trim() !== '')
    .join(' ')
    .trim();
}

async function boxOf(session: CDPSession, backendNodeId: number): Promise<SeenBadge['box']> {
  try {
    const { quads } = await session.send('DOM.getContentQuads', { backendNodeId });
    const quad = quads[0];
    if (!quad) return null;
    const [x = 0, y = 0, right = 0, , , bottom = 0] = quad;
    return { x, y, width: right - x, height: bottom - y };
  } catch {
    return null; // DevTools has an error, not an empty list, for what is not laid out
  }
}

async function hosts(page: Page, kind: 'badge' | 'live'): Promise<{ session: CDPSession; found: DomNode[] }> {
  const session = await devtools(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  return { session, found: [...walk(root)].filter((node) => attribute(node, 'data-fakefilter') === kind) };
}

/** All badges in a page and its frames, hidden ones too. */
export async function badges(page: Page): Promise<SeenBadge[]> {
  const { session, found } = await hosts(page, 'badge');
  const seen: SeenBadge[] = [];
  for (const host of found) {
    const button = find(
      host,
      (node) => node.localName === 'button' && attribute(node, 'class')?.startsWith('badge') === true,
    );
    const panel = find(host, (node) => attribute(node, 'role') === 'dialog');
    const title = panel && find(panel, (node) => node.localName === 'h2');
    const stage = find(host, (node) => attribute(node, 'class') === 'stage');
    // A host emptied by its page has lost nothing: its shadow tree is elsewhere. One without is not ours.
    if (!button || !panel || !title || !stage) continue;
    const words = find(button, (node) => attribute(node, 'class') === 'words');
    const box = await boxOf(session, button.backendNodeId);
    seen.push({
      words: textOf(button),
      name: attribute(button, 'aria-label') ?? '',
      headline: textOf(title),
      details: textOf(panel),
      open: attribute(button, 'aria-expanded') === 'true',
      hidden: attribute(stage, 'hidden') !== undefined,
      box,
      wordsBox: words ? await boxOf(session, words.backendNodeId) : null,
      buttonId: button.backendNodeId,
      panelId: panel.backendNodeId,
    });
  }
  return seen;
}

/** What an expression in which `this` is an element of a badge comes to. */
async function askElement(page: Page, backendNodeId: number, expression: string): Promise<unknown> {
  const session = await devtools(page);
  const { object } = await session.send('DOM.resolveNode', { backendNodeId });
  if (object.objectId === undefined) throw new Error('The element is not in the page');
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `function () { return ${expression}; }`,
    returnByValue: true,
  });
  return result.value;
}

/** All that is drawn of a badge and its details, with its styles, as HTML. */
export async function badgeMarkup(page: Page, badge: SeenBadge): Promise<string> {
  return String(await askElement(page, badge.panelId, 'this.getRootNode().innerHTML'));
}

/** What a user of small windows meets in the open details; all boxes in CSS pixels of the viewport. */
export interface SeenDetails {
  box: Box;
  /** How much of what is in them can be scrolled to, downwards and sideways. */
  hidden: { below: number; aside: number };
  /** What has the focus in them, by its words. */
  focused: { words: string; box: Box } | null;
  /** The words of all that the Tab key should come to. */
  controls: string[];
}

export async function seenDetails(page: Page, badge: SeenBadge): Promise<SeenDetails> {
  const seen = await askElement(
    page,
    badge.panelId,
    `(() => {
      const boxOf = (element) => { const { x, y, width, height } = element.getBoundingClientRect(); return { x, y, width, height }; };
      const active = this.getRootNode().activeElement;
      const focused = active && active !== this && this.contains(active) ? { words: active.textContent, box: boxOf(active) } : null;
      const controls = [...this.querySelectorAll('button, summary')].filter((each) => each.checkVisibility()).map((each) => each.textContent);
      const hidden = { below: this.scrollHeight - this.clientHeight, aside: this.scrollWidth - this.clientWidth };
      return { box: boxOf(this), hidden, focused, controls };
    })()`,
  );
  return seen as SeenDetails;
}

/** How far the details are scrolled, in CSS pixels. */
export async function scrolledBy(page: Page, badge: SeenBadge): Promise<number> {
  return Number(await askElement(page, badge.panelId, 'this.scrollTop'));
}

/** A property of the button's style, as computed. */
export async function styleOf(page: Page, badge: SeenBadge, property: string): Promise<string> {
  return String(await askElement(page, badge.buttonId, `getComputedStyle(this).${property}`));
}

/** What the accessibility tree holds of the button. */
export async function accessible(page: Page, badge: SeenBadge): Promise<{ role: string; name: string }> {
  const session = await devtools(page);
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    backendNodeId: badge.buttonId,
    fetchRelatives: false,
  });
  return { role: String(nodes[0]?.role?.value), name: String(nodes[0]?.name?.value) };
}

/** What the page's live region says to screen readers; empty where there is none. */
export async function announced(page: Page): Promise<string> {
  const { found } = await hosts(page, 'live');
  const region = found[0] && find(found[0], (node) => attribute(node, 'role') === 'status');
  return region ? textOf(region) : '';
}

export async function shownBadges(page: Page): Promise<SeenBadge[]> {
  return (await badges(page)).filter((badge) => !badge.hidden && badge.box !== null);
}

const FINAL = /^(No sign of a swapped or edited face|Unclear|Likely manipulated|Could not check)/;
const JUDGED = /^(No sign of a swapped or edited face|Unclear|Likely manipulated)/;

export function isFinal(badge: SeenBadge): boolean {
  return FINAL.test(badge.words);
}

/** A verdict on a face, whichever: what the detector makes of a photograph is not what these tests are about. */
export function isJudged(badge: SeenBadge): boolean {
  return JUDGED.test(badge.words);
}

/** Waits until the page shows `count` badges and all of them fit. */
export async function waitForBadges(
  page: Page,
  what: string,
  fits: (badge: SeenBadge) => boolean,
  { count = 1, limitMs = 120_000 }: { count?: number; limitMs?: number } = {},
): Promise<SeenBadge[]> {
  let last: SeenBadge[] = [];
  return poll(
    what,
    async () => {
      last = await shownBadges(page);
      return last.length === count && last.every(fits) && last;
    },
    { limitMs, everyMs: 200, seen: () => JSON.stringify(last.map((badge) => badge.headline)) },
  );
}

export async function waitForBadge(
  page: Page,
  what: string,
  fits: (badge: SeenBadge) => boolean,
  limitMs?: number,
): Promise<SeenBadge> {
  const [badge] = await waitForBadges(page, what, fits, limitMs === undefined ? {} : { limitMs });
  if (!badge) throw new Error('One badge was waited for, and none is there');
  return badge;
}

/** Clicks a badge with the mouse, as a user would. */
export async function clickBadge(page: Page, badge: SeenBadge): Promise<void> {
  if (!badge.box) throw new Error(`The badge "${badge.words}" has no box to click on`);
  await page.mouse.click(badge.box.x + badge.box.width / 2, badge.box.y + badge.box.height / 2);
}
