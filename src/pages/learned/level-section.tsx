import { text } from '../../words/text.ts';
import { LevelButton, type LevelProps } from '../shared/level-button.tsx';
import { levelFigureWords, levelLine } from '../shared/level-words.ts';

/** Ends of the figure, in log-odds. */
const ENDS = { low: -4, high: 4 } as const;

/** Where the scores of the site lie beside those that the limits were made for. */
export function LevelSection({ origin, level, busy, act }: LevelProps) {
  return (
    <section aria-labelledby="level-heading">
      <h2 id="level-heading">{text('level_heading')}</h2>
      <p>{levelLine(level)}</p>
      {level?.level && <LevelFigure site={level.level} source={level.source} />}
      <div class="actions">
        <LevelButton origin={origin} level={level} busy={busy} act={act} />
      </div>
    </section>
  );
}

function LevelFigure({ site: { location }, source }: { site: { location: number }; source: number }) {
  const x = (logOdds: number) =>
    (100 * (Math.min(ENDS.high, Math.max(ENDS.low, logOdds)) - ENDS.low)) / (ENDS.high - ENDS.low);
  const words = levelFigureWords(location, source);
  return (
    <figure>
      <svg viewBox="-2 0 104 16" role="img" aria-label={words}>
        <line x1="0" x2="100" y1="8" y2="8" stroke="currentColor" stroke-width="0.4" />
        <circle cx={x(source)} cy="8" r="2" fill="none" stroke="currentColor" stroke-width="0.6" />
        <circle cx={x(location)} cy="8" r="2" fill="currentColor" />
      </svg>
      <figcaption class="quiet">
        {words} {text('level_legend')}
      </figcaption>
    </figure>
  );
}
