import { dateTime, text } from '../../words/text.ts';
import type { Round } from '../../contracts/round.ts';
import { roundLine } from '../shared/adaptation-words.ts';
import { FeatureFigure } from './feature-figure.tsx';
import { distanceLine, resemblanceLine } from './learned-words.ts';

/** What the last measured round did to how the network sees faces: the figure, and numbers with what they mean. */
export function FeatureSection({ rounds }: { rounds: readonly Round[] }) {
  // The figure and the number of one and the same round; only the newest figure is kept.
  const round =
    rounds.find((each) => each.figure !== null) ??
    rounds.find((each) => each.distance !== null || each.resemblance !== null);
  return (
    <section aria-labelledby="features-heading">
      <h2 id="features-heading">{text('learned_features')}</h2>
      {!round && <p class="quiet">{text('learned_noRoundDrawn')}</p>}
      {round && (
        <>
          <p class="quiet">
            {text('learned_ofRound', { time: dateTime(round.at) })} {roundLine(round)}
          </p>
          {round.figure && <FeatureFigure figure={round.figure} />}
          {round.resemblance && <p>{resemblanceLine(round.resemblance)}</p>}
          {round.distance && <p>{distanceLine(round.distance)}</p>}
        </>
      )}
    </section>
  );
}
