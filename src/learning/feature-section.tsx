import type { AdaptationRound } from '../messages/adaptation.ts';
import { roundLine } from '../ui/adaptation-words.ts';
import { dateTime } from '../ui/format.ts';
import { FeatureFigure } from './feature-figure.tsx';
import { distanceLine, resemblanceLine } from './learning-words.ts';

/** What the last measured round did to how the network sees faces: the figure, and numbers with what they mean. */
export function FeatureSection({ rounds }: { rounds: readonly AdaptationRound[] }) {
  // The figure and the number of one and the same round; only the newest figure is kept.
  const round =
    rounds.find((each) => each.figure !== null) ??
    rounds.find((each) => each.distance !== null || each.resemblance !== null);
  return (
    <section aria-labelledby="features-heading">
      <h2 id="features-heading">How the network sees the faces</h2>
      {!round && <p class="quiet">This is drawn after the first round of learning.</p>}
      {round && (
        <>
          <p class="quiet">
            Of the round of {dateTime(round.at)}. {roundLine(round)}
          </p>
          {round.figure && <FeatureFigure figure={round.figure} />}
          {round.resemblance && <p>{resemblanceLine(round.resemblance)}</p>}
          {round.distance && <p>{distanceLine(round.distance)}</p>}
        </>
      )}
    </section>
  );
}
