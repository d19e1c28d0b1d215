import type { Gathered } from '../../contracts/gathered.ts';
import { decimal, plural, text } from '../../words/text.ts';
import type { Round } from '../../contracts/round.ts';
import type { AdaptationUsage } from '../../messages/adaptation.ts';
import { size } from '../shared/format.ts';

/** The words of the page "What was learned" that no other page has. */

/** One line on a site in the list of all. */
export function usageLine({ faces, bytes, active, on }: AdaptationUsage[number]): string {
  return plural('learned_usage', faces, { size: size(bytes), judge: judgeWords(active, on) });
}

function judgeWords(active: number, on: boolean): string {
  if (active === 0) return text('learned_byOriginal');
  return on ? text('learned_byVersion', { version: active }) : text('learned_byOriginalOff');
}

/** What is on disk of a site, in numbers. */
export function gatheredLine({ faces, videos, trusted, bytes }: Gathered): string {
  const values = {
    faces: plural('faces', faces),
    videos: plural('learned_videos', videos),
    size: size(bytes),
  };
  return trusted === 0
    ? text('learned_gathered', values)
    : text('learned_gatheredTrusted', { ...values, trusted });
}

/** Where what was gathered lies, and when it goes by itself. @param expiryDays null: each site has its own. */
export function storedLine(expiryDays: number | null): string {
  return expiryDays === null ? text('learned_storedSomeDays') : plural('learned_storedDays', expiryDays);
}

/** The proxy A-distance before and after, and what it means; 0…2. */
export function distanceLine({ before, after }: NonNullable<Round['distance']>): string {
  const [from, to] = [decimal(before, 2), decimal(after, 2)];
  const change =
    from === to
      ? text('learned_distanceStayed', { to })
      : text(after < before ? 'learned_distanceFell' : 'learned_distanceRose', { from, to });
  return `${change} ${text('learned_distanceMeaning')}`;
}

/** Whether the site's faces look like those that the network was trained on but for damage, and what follows. */
export function resemblanceLine({ distance, alike }: NonNullable<Round['resemblance']>): string {
  const told = text('learned_resemblance', { times: decimal(Math.sqrt(distance), 1) });
  return `${told} ${text(alike ? 'learned_alike' : 'learned_unlike')}`;
}

export interface PanelCounts {
  sourceGenuine: readonly unknown[];
  sourceManipulated: readonly unknown[];
  site: readonly unknown[];
}

/** What one panel of the figure shows, for those who do not see it. */
export function panelWords(panel: PanelCounts): string {
  return plural('learned_panel', panel.site.length, {
    genuine: panel.sourceGenuine.length,
    manipulated: panel.sourceManipulated.length,
  });
}
