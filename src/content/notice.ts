import { languageOfTexts } from '../words/text.ts';
import { after } from '../messages/timers.ts';
import { html, ownHost, setText } from './badge/elements.ts';
import { pageRoot, putInto, takeOut } from './dom.ts';

/** As long as a sentence or two need to be read. */
const SHOWN_MS = 8000;
/** Some screen readers miss text that comes together with its region. */
const REGION_FIRST_MS = 150;

const STYLE = `
:host {
  all: initial !important; position: fixed !important; inset: 12px 12px auto !important; display: block !important;
  z-index: 2147483646 !important; pointer-events: none !important; color-scheme: light dark !important;
}
div {
  width: fit-content; max-width: 36rem; margin: 0 auto; padding: 8px 14px; border: 1px solid #8a8a94; border-radius: 8px;
  background: light-dark(#ffffff, #202024); color: light-dark(#1b1b20, #f2f2f5); font: 14px/1.4 system-ui, sans-serif;
  box-shadow: 0 2px 12px rgb(0 0 0 / .35);
}
@media (forced-colors: active) { div { background: Canvas; color: CanvasText; border-color: CanvasText; } }
@media print { div { display: none; } }
`;

let callOff: () => void = () => undefined;

/** Answers a request of the user in the page itself, for a while: the toolbar's button may be out of sight. */
export function showNotice(text: string): void {
  callOff();
  const root = pageRoot();
  if (!root) return;
  const host = ownHost('notice');
  const region = html('div', {
    role: 'status',
    'aria-live': 'polite',
    dir: 'auto',
    lang: languageOfTexts().lang,
  });
  host.attachShadow({ mode: 'closed' }).append(html('style', {}, STYLE), region);
  putInto(root, host);
  after(REGION_FIRST_MS, () => setText(region, text));
  const end = after(SHOWN_MS, () => takeOut(host));
  callOff = () => {
    end();
    takeOut(host);
  };
}
