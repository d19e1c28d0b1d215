import { text, texts } from '../../words/text.ts';
import type { VideoState } from '../../verdict/types.ts';
import { VERDICT_WORDS, verdictLine } from '../../verdict/words.ts';
import type { ShapeName } from '../../verdict/shapes.ts';
import type { Display } from './state.ts';

/** A display that is seen. */
export type Shown = Exclude<Display, { kind: 'removed' | 'hidden' | 'transparent' }>;

const NOTES: Readonly<Record<NonNullable<Extract<Shown, { kind: 'checking' }>['note']>, string>> = texts({
  noFaceYet: 'badge_noFaceYet',
  newFrames: 'badge_newFrames',
});

/** The words on the badge. */
export function badgeWords(shown: Shown): string {
  switch (shown.kind) {
    case 'waiting':
      return shown.starting ? text('badge_starting') : text('badge_waiting');
    case 'checking':
      return shown.note
        ? NOTES[shown.note]
        : text('badge_checking', { judged: shown.judged, wanted: shown.wanted });
    case 'verdict':
      return VERDICT_WORDS[shown.verdict.kind];
  }
}

/** The line on top of the details, with its reason. */
export function headline(shown: Shown, state: VideoState | null): string {
  if (shown.kind === 'verdict') return verdictLine(shown.verdict, state);
  if (shown.kind === 'checking' && !shown.note)
    return text('badge_headline', { judged: shown.judged, wanted: shown.wanted });
  return badgeWords(shown);
}

/** What a screen reader says of the button. It begins and goes on with the words that are seen (WCAG 2.5.3). */
export function badgeName(shown: Shown, open: boolean): string {
  return text(open ? 'badge_close' : 'badge_open', { words: badgeWords(shown) });
}

export function shapeOf(shown: Shown): ShapeName {
  return shown.kind === 'verdict' ? shown.verdict.kind : 'checking';
}
