import type { AdaptationState } from '../../messages/adaptation.ts';
import { text } from '../../words/text.ts';
import { takeLevel } from './adaptation-actions.ts';
import { movesLimits } from './level-words.ts';

export interface LevelProps {
  origin: string;
  level: AdaptationState['level'];
  busy: boolean;
  act: (doing: () => Promise<string>) => void;
}

/** Takes the level of a site's scores into account, or no longer; nothing where no limit would move. */
export function LevelButton({ origin, level, busy, act }: LevelProps) {
  if (!level || !movesLimits(level)) return null;
  return (
    <button type="button" disabled={busy} onClick={() => act(() => takeLevel(origin, !level.used))}>
      {text(level.used ? 'level_putAside' : 'level_take')}
    </button>
  );
}
