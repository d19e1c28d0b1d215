import type { AdaptationRound, AdaptationState, AdaptationUsage } from '../messages/adaptation.ts';
import { versionName } from '../ui/adaptation-words.ts';
import { size } from '../ui/format.ts';
import { count } from '../verdict/numbers.ts';

/** The words of the page "What was learned" that no other page has. */

/** One line on a site in the list of all. */
export function usageLine({ faces, bytes, active, on }: AdaptationUsage[number]): string {
  const judge = on || active === 0 ? versionName(active) : 'the original, since learning is off';
  return `${count(faces, 'face')} gathered, ${size(bytes)} on disk; judged by ${judge}`;
}

/** What is on disk of a site, in numbers. */
export function gatheredLine({ faces, videos, trusted, bytes }: AdaptationState['gathered']): string {
  const trust =
    trusted === 0 ? '' : `, ${trusted === 1 ? '1 of which' : `${trusted} of which`} you said you trust`;
  return `Now: ${count(faces, 'face')} of ${count(videos, 'video')}${trust}; ${size(bytes)} on disk with what was learned.`;
}

/** When what was gathered goes by itself. */
export function expiryLine(expiryDays: number | null): string {
  if (expiryDays === null) return 'after a number of days, which each site’s page tells';
  return `${count(expiryDays, 'day')} after they were gathered`;
}

/** The proxy A-distance before and after, and what it means; 0…2. */
export function distanceLine({ before, after }: NonNullable<AdaptationRound['distance']>): string {
  const [from, to] = [before.toFixed(2), after.toFixed(2)];
  const change =
    from === to ? `stayed at ${from}` : `${after < before ? 'went down' : 'went up'} from ${from} to ${to}`;
  return `The proxy A-distance ${change}. At 2 the site’s faces look entirely different to the network from those it was trained on, at 0 just alike. That alone does not tell whether it judges better: where it was measured, the distance also fell where the verdicts got worse.`;
}

/** Whether the site's faces look like those that the network was trained on but for damage, and what follows. */
export function resemblanceLine({ distance, alike }: NonNullable<AdaptationRound['resemblance']>): string {
  const told = `Beside sharpness, noise and compression, this site’s faces differ from those that the network was trained on ${Math.sqrt(distance).toFixed(1)} times as much as such faces differ among themselves. `;
  return (
    told +
    (alike
      ? 'They count as alike: what tells known manipulated faces from genuine ones was learned under the site’s look.'
      : 'That is too much to count as alike: nothing that is measured on known faces tells whether this site would be judged better, so that nothing is learned here.')
  );
}

export interface PanelCounts {
  sourceGenuine: readonly unknown[];
  sourceManipulated: readonly unknown[];
  site: readonly unknown[];
}

/** What one panel of the figure shows, for those who do not see it. */
export function panelWords(panel: PanelCounts): string {
  return `A cloud of points, one for each face: ${panel.sourceGenuine.length} genuine and ${panel.sourceManipulated.length} manipulated faces of the training data, and ${count(panel.site.length, 'face')} of this site. Faces that the network finds alike lie close together.`;
}
