import { dateTime, percent, plural, text } from '../../words/text.ts';
import type { Round } from '../../contracts/round.ts';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { noticesWords, noticeWords } from '../../words/notice-words.ts';
import type { Notice } from '../../contracts/notice.ts';
import { refusalWords } from './check-words.ts';

/** The adaptation to a site in plain words; the popup and the page "What was learned" both use these. */

/** Stands at every switch that turns learning on. */
export function learningRisk(): string {
  return text('learning_risk');
}

/** How the adaptation stands, in a sentence or two. @param now ms since 1970. */
export function phaseLine(
  { phase, notices, progress, awaited }: Pick<AdaptationState, 'phase' | 'notices' | 'progress' | 'awaited'>,
  now: number = Date.now(),
): string {
  switch (phase) {
    case 'off':
      return text('learning_off');
    case 'unavailable':
      return `${text('learning_unavailable')} ${noticesWords(notices)}`.trim();
    case 'gathering':
      return text('learning_gathering');
    case 'ready':
      return readyLine(awaited, now);
    case 'waiting':
      return text('learning_waiting');
    case 'training':
      return text('learning_training', { share: percent(Math.floor(progress * 100) / 100) });
  }
}

/** When the next round begins by itself. */
function readyLine({ notBefore, newFaces }: AdaptationState['awaited'], now: number): string {
  const time = notBefore > now ? dateTime(notBefore) : null;
  if (newFaces === 0) return time === null ? text('learning_ready') : text('learning_readyFrom', { time });
  return time === null
    ? plural('learning_readyFaces', newFaces)
    : plural('learning_readyFacesFrom', newFaces, { time });
}

/** A notice that comes with a phase whose own line does not hold it; empty if there is none. */
export function noticeLine({ phase, notices }: Pick<AdaptationState, 'phase' | 'notices'>): string {
  return phase === 'unavailable' ? '' : noticesWords(notices);
}

export interface Meter {
  what: 'faces' | 'videos' | 'days';
  /** "12 of 24 faces", or "30 faces, enough". */
  line: string;
  /** At most `max`. */
  value: number;
  max: number;
}

/** How much was gathered of what is needed; what nothing is needed of is left out. */
export function meters({ gathered, needed }: Pick<AdaptationState, 'gathered' | 'needed'>): Meter[] {
  return (['faces', 'videos', 'days'] as const)
    .filter((what) => needed[what] > 0)
    .map((what) => {
      const [have, max] = [gathered[what], needed[what]];
      const line =
        have < max ? plural(`meter_some_${what}`, max, { have }) : plural(`meter_enough_${what}`, have);
      return { what, line, value: Math.min(have, max), max };
    });
}

/** How one round ended. */
export function roundLine(
  round: Pick<Round, 'outcome' | 'checks' | 'reason' | 'version' | 'interpolation'>,
): string {
  switch (round.outcome) {
    case 'committed':
      return `${learnedLine(round.version)}${ofTheWay(round)}`;
    case 'refused':
      // What else came of it, such as that the former version was put away, too.
      return round.reason ? noticeWords(round.reason) : keptLine(round);
    case 'stopped':
      return unchanged(text('round_stopped'), round.reason);
    case 'failed':
      return unchanged(text('round_failed'), round.reason);
  }
}

function learnedLine(version: number | null): string {
  return version === null ? text('round_learned') : text('round_learnedVersion', { version });
}

function keptLine(round: Pick<Round, 'checks'>): string {
  const reasons = refusalWords(round);
  return reasons === '' ? text('round_kept') : text('round_keptSince', { reasons });
}

function unchanged(what: string, reason: Notice | null): string {
  return [what, ...(reason ? [noticeWords(reason)] : []), text('round_unchanged')].join(' ');
}

/** What is added where not all that was trained went live. */
function ofTheWay({ interpolation }: Pick<Round, 'interpolation'>): string {
  if (interpolation === null || interpolation === 1) return '';
  return ` ${text('round_partly', { share: percent(interpolation) })}`;
}

/** The version that judges the site's videos: where nothing is or can be learned, the original, whichever was chosen. */
export function judgingVersion({ phase, active }: Pick<AdaptationState, 'phase' | 'active'>): number {
  return phase === 'off' || phase === 'unavailable' ? 0 : active;
}

/** Which version judges the site's videos. */
export function activeLine(state: Pick<AdaptationState, 'phase' | 'active'>): string {
  const { phase, active } = state;
  if (judgingVersion(state) !== active) {
    return text(phase === 'off' ? 'active_learningOff' : 'active_unusable', { version: active });
  }
  return active === 0 ? text('active_original') : text('active_version', { version: active });
}

/** What to say after a version was chosen, where the state was this before. */
export function chosenLine(version: number, { phase }: Pick<AdaptationState, 'phase'>): string {
  if (judgingVersion({ phase, active: version }) !== version) {
    return text(phase === 'off' ? 'chosen_learningOff' : 'chosen_unusable', { version });
  }
  return version === 0 ? text('chosen_original') : text('chosen_version', { version });
}
