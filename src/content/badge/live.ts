import { after } from '../../messages/timers.ts';
import { parentNodeOf, putInto } from '../dom.ts';
import { html, ownHost, setText } from './elements.ts';

/** Some screen readers miss text that comes together with its region. */
const REGION_FIRST_MS = 150;

const STYLE = `:host { all: initial !important; position: fixed !important; width: 1px !important; height: 1px !important;
  overflow: hidden !important; clip-path: inset(50%) !important; white-space: nowrap !important; }`;

/** Tells screen readers, politely, of results that were asked for; invisible, made at the first need. */
export class LiveRegion {
  readonly host = ownHost('live');
  readonly #region = html('div', { role: 'status', 'aria-live': 'polite' });

  constructor() {
    this.host.attachShadow({ mode: 'closed' }).append(html('style', {}, STYLE), this.#region);
  }

  /** Ready to be spoken from. Outside of an open modal dialog it would be as mute as the rest of the page. */
  attach(container: Element | ShadowRoot): void {
    if (parentNodeOf(this.host) !== container) putInto(container, this.host);
  }

  /** After {@link attach}. */
  say(text: string): void {
    after(REGION_FIRST_MS, () => setText(this.#region, text));
  }
}
