import { VERDICT_WORDS } from '../../verdict/words.ts';
import { text } from '../../words/text.ts';
import { originOf } from '../../settings/origins.ts';

/** What it does, what it cannot, and what stays here: all that somebody new must know. */
export function threeSentences(): readonly string[] {
  return [
    text('welcome_does'),
    text('welcome_cannot', { manipulated: VERDICT_WORDS.manipulated, noSign: VERDICT_WORDS.noSign }),
    text('welcome_stays'),
  ];
}

/** The origin that somebody means who types `news.example` or pastes an address; null if that is no address of the web. */
export function typedOrigin(text: string): string | null {
  const typed = text.trim();
  if (typed === '' || /\s/.test(typed)) return null;
  const origin = originOf(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  // A word alone is no host that anybody means, but the own computer is.
  return origin && /\.|localhost/.test(new URL(origin).hostname) ? origin : null;
}

/** How to have FakeFilter in sight, or that it is. */
export function pinWords(pinned: boolean): string {
  return pinned ? text('welcome_pinned') : text('welcome_pin');
}

/** What the keyboard does. @param keys of the command; empty where the browser or another extension took them. */
export function shortcutWords(keys: string): string {
  return keys === '' ? text('welcome_noKeys') : text('welcome_keys', { keys, item: text('menu_checkVideo') });
}
