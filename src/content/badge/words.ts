import { VERDICT_WORDS, verdictLine } from '../../verdict/words.ts';
import type { ShapeName } from '../../verdict/shapes.ts';
import type { Display } from './state.ts';

/** A display that is seen. */
export type Shown = Exclude<Display, { kind: 'removed' | 'hidden' | 'transparent' }>;

/** The words on the badge. */
export function badgeWords(shown: Shown): string {
  switch (shown.kind) {
    case 'waiting':
      return 'Waiting for a frame';
    case 'checking':
      return `Checking ${shown.judged} of ${shown.wanted}`;
    case 'verdict':
      return VERDICT_WORDS[shown.verdict.kind];
  }
}

/** The line on top of the details, with its reason. */
export function headline(shown: Shown): string {
  if (shown.kind === 'verdict') return verdictLine(shown.verdict);
  if (shown.kind === 'checking') return `Checking: ${shown.judged} of ${shown.wanted} frames judged`;
  return badgeWords(shown);
}

/** What a screen reader says of the button. It begins and goes on with the words that are seen (WCAG 2.5.3). */
export function badgeName(shown: Shown, open: boolean): string {
  return `Video check: ${badgeWords(shown)}. ${open ? 'Close' : 'Open'} details`;
}

export function shapeOf(shown: Shown): ShapeName {
  return shown.kind === 'verdict' ? shown.verdict.kind : 'checking';
}
