import type { AdaptationState } from '../../messages/adaptation.ts';
import { percent, text } from '../../words/text.ts';

type LevelState = AdaptationState['level'];

const LINES = {
  higher: { used: 'level_higher', unused: 'level_higherUnused' },
  lower: { used: 'level_lower', unused: 'level_lowerUnused' },
} as const;

/** How the scores of a site run, and what follows from it. */
export function levelLine(state: LevelState): string {
  if (!state) return text('level_unknown');
  const { level, used, needed } = state;
  if (!level) return text('level_needed', needed);
  const side = sideOf(level);
  return text(side === null ? 'level_same' : LINES[side][used ? 'used' : 'unused']);
}

/** null where no limit is moved. */
function sideOf({
  manipulated,
  noSign,
}: NonNullable<NonNullable<LevelState>['level']>): 'higher' | 'lower' | null {
  if (manipulated === 0 && noSign === 0) return null;
  return manipulated > 0 ? 'higher' : 'lower';
}

/** Whether there is anything to take into account or to undo. */
export function movesLimits(state: LevelState): boolean {
  return !!state?.level && sideOf(state.level) !== null;
}

/** Where the scores of the site and of other videos lie, in log-odds. */
export function levelFigureWords(site: number, source: number): string {
  const share = (logOdds: number) => percent(1 / (1 + Math.exp(-logOdds)));
  return text('level_figure', { site: share(site), source: share(source) });
}
