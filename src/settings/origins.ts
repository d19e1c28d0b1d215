import * as v from 'valibot';
import type { Runtime } from 'webextension-polyfill';

/** Web origins and the patterns that stand for them in permissions and script registrations. */

/** `https://example.com` of a web address; null for all that is not http(s). */
export function originOf(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  const { protocol, origin } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? origin : null;
}

/**
 * The match pattern of an origin. Patterns carry no port in all browsers, so that one for `http://127.0.0.1:8080`
 * covers all ports of that host; the site's switch is kept by full origin and asked for before anything is checked.
 */
export function matchPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** `example.com`, or `127.0.0.1:8080` where a port is given: what people read. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

const WithOrigin = v.object({ origin: v.string() });

/** What a frame shows that has no address of its own on the web: what its maker wrote. */
const WRITTEN_BY_PAGE = /^(?:about|blob|data):/;

/**
 * The web origin a frame belongs to; null if it has none. `about:` and `blob:` frames carry the origin of their maker
 * in `sender.origin`. A sandboxed frame has the opaque origin "null": it is judged by its address, and one that its maker wrote
 * (`srcdoc`) by that of the page in the tab.
 */
export function senderOrigin({ url, tab, ...sender }: Runtime.MessageSender): string | null {
  const stamped = v.is(WithOrigin, sender) ? originOf(sender.origin) : null;
  return stamped ?? originOf(url) ?? (WRITTEN_BY_PAGE.test(url ?? '') ? originOf(tab?.url) : null);
}
