import type { AdaptationRound, AdaptationState } from '../messages/adaptation.ts';
import { count } from '../verdict/numbers.ts';
import { refusalWords } from './check-words.ts';
import { dateTime } from './format.ts';

/** The adaptation to a site in plain words; the popup and the page "What was learned" both use these. */

/** "Text: detail." or "Text." where there is none; a detail that ends its own sentence gets no second full stop. */
function withDetail(text: string, detail: string): string {
  const whole = detail === '' ? text : `${text}: ${detail}`;
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}

/** How the adaptation stands, in a sentence or two. @param now ms since 1970. */
export function phaseLine(
  { phase, detail, progress, awaited }: Pick<AdaptationState, 'phase' | 'detail' | 'progress' | 'awaited'>,
  now: number = Date.now(),
): string {
  switch (phase) {
    case 'off':
      return 'Nothing is gathered: the switch is off.';
    case 'unavailable':
      return withDetail('FakeFilter cannot learn here', detail);
    case 'gathering':
      return 'Gathering faces from the videos that are checked. Learning begins by itself once there are enough.';
    case 'ready':
      return `Enough was gathered. ${beginning(awaited, now)}, or at once if you want.`;
    case 'waiting':
      return detail === '' ? 'Waiting for a quiet moment.' : withDetail(`Waiting for ${detail}`, '');
    case 'training':
      return `Learning, ${Math.floor(progress * 100)} % done. Until the result is checked, videos are judged as before.`;
  }
}

/** When the next round begins by itself. */
function beginning({ notBefore, newFaces }: AdaptationState['awaited'], now: number): string {
  const faces =
    newFaces === 0 ? '' : ` once ${count(newFaces, 'more face')} ${newFaces === 1 ? 'was' : 'were'} gathered`;
  const time = notBefore > now ? `${faces === '' ? '' : ','} not before ${dateTime(notBefore)}` : '';
  return `Learning begins by itself${faces}${time}` + (faces || time ? '' : ' in a quiet moment');
}

/** A notice that comes with a phase whose own line does not hold it; empty if there is none. */
export function noticeLine({ phase, detail }: Pick<AdaptationState, 'phase' | 'detail'>): string {
  const told = phase === 'unavailable' || phase === 'waiting' || detail === '';
  return told ? '' : withDetail(detail, '');
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
        have < max
          ? `${have} of ${count(max, what.slice(0, -1))}`
          : `${count(have, what.slice(0, -1))}, enough`;
      return { what, line, value: Math.min(have, max), max };
    });
}

/** How one round ended. */
export function roundLine(
  round: Pick<AdaptationRound, 'outcome' | 'checks' | 'detail' | 'version' | 'interpolation'>,
): string {
  switch (round.outcome) {
    case 'committed':
      return `Learned: ${round.version === null ? 'the new version' : `version ${round.version}`} passed every check.${ofTheWay(round)}`;
    case 'refused':
      // What else came of it, such as that the former version was put away, too.
      return round.detail === ''
        ? withDetail('Kept the former version', refusalWords(round))
        : withDetail(round.detail, '');
    case 'stopped':
      return `${withDetail('Stopped before the end', round.detail)} Nothing was changed.`;
    case 'failed':
      return `${withDetail('Learning failed', round.detail)} Nothing was changed.`;
  }
}

/** What is added where not all that was trained went live. */
function ofTheWay({ interpolation }: Pick<AdaptationRound, 'interpolation'>): string {
  if (interpolation === null || interpolation === 1) return '';
  return ` It goes ${Math.round(interpolation * 100)} % of the way from the original to what was trained, since all of the way did not pass.`;
}

/** "the original" or "version 3". */
export function versionName(number: number): string {
  return number === 0 ? 'the original' : `version ${number}`;
}

/** The version that judges the site's videos: where nothing is or can be learned, the original, whichever was chosen. */
export function judgingVersion({ phase, active }: Pick<AdaptationState, 'phase' | 'active'>): number {
  return phase === 'off' || phase === 'unavailable' ? 0 : active;
}

/** Which version judges the site's videos. */
export function activeLine(state: Pick<AdaptationState, 'phase' | 'active'>): string {
  const { phase, active } = state;
  if (judgingVersion(state) !== active) {
    return phase === 'off'
      ? `Learning is off here, so this site’s videos are judged by the original network; version ${active} would judge them if it were on.`
      : `Version ${active} cannot be used now, so this site’s videos are judged by the original network.`;
  }
  return active === 0
    ? 'This site’s videos are judged by the original network.'
    : `This site’s videos are judged by version ${active}, made from what was learned here.`;
}

/** What to say after a version was chosen, where the state was this before. */
export function chosenLine(version: number, { phase }: Pick<AdaptationState, 'phase'>): string {
  if (judgingVersion({ phase, active: version }) !== version) {
    return phase === 'off'
      ? `Version ${version} is chosen. It judges this site’s videos once learning is on here; until then the original does.`
      : `Version ${version} is chosen. It judges this site’s videos once it can be used; until then the original does.`;
  }
  return version === 0
    ? 'Videos of this site are judged by the original.'
    : `Videos of this site are judged by version ${version} from now on.`;
}
