import { text, texts } from '../words/text.ts';

/** What a page does to what is shown in it. The toolbar and the popup, which no page can reach, say so. */
export const INTERFERENCES = [
  'removed', // the badge was taken out of the page, or put elsewhere
  'hidden', // something lies over it, or makes it invisible
  'changed', // it was given attributes
  'copied', // something that passes for a badge of ours lies beside it
  'failed', // drawing it ended in an error
  'restless', // the player begins anew again and again, so that no verdict is reached
] as const;
export type Interference = (typeof INTERFERENCES)[number];

export const INTERFERENCE_WORDS: Readonly<Record<Interference, string>> = texts({
  removed: 'interference_removed',
  hidden: 'interference_hidden',
  changed: 'interference_changed',
  copied: 'interference_copied',
  failed: 'interference_failed',
  restless: 'interference_restless',
});

/** What follows from any of them. */
export function interferenceAdvice(): string {
  return text('interference_advice');
}
