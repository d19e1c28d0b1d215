import { LevelButton } from '../pages/shared/level-button.tsx';
import { levelLine, movesLimits } from '../pages/shared/level-words.ts';
import { useAction } from '../pages/shared/use-action.ts';
import { useAdaptation } from '../pages/shared/use-adaptation.ts';

/** That the scores of this site run higher or lower and are taken into account, with the way back; nothing where no limit moves. */
export function SiteLevel({ origin, say }: { origin: string; say: (text: string) => void }) {
  const { adaptation, refresh } = useAdaptation(origin);
  const { busy, act } = useAction(say, refresh);
  if (adaptation.status !== 'loaded' || !movesLimits(adaptation.value.level)) return null;
  const { level } = adaptation.value;
  return (
    <div class="foot">
      <span class="quiet">{levelLine(level)}</span>
      <LevelButton origin={origin} level={level} busy={busy} act={act} />
    </div>
  );
}
