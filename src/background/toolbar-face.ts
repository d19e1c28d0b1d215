import { rank, verdictOf } from '../messages/report.ts';
import type { VideoReport } from '../messages/schemas.ts';
import { count } from '../verdict/numbers.ts';
import type { ShapeName } from '../verdict/shapes.ts';
import { VERDICT_WORDS } from '../verdict/words.ts';

/** What the toolbar button of a tab shows. */
export interface ToolbarFace {
  /** The mark drawn; null for the extension's own icon. */
  shape: ShapeName | null;
  /** A short number, or empty. */
  badge: string;
  /** In words, for the tooltip and screen readers. */
  title: string;
}

type Shown = Pick<VideoReport, 'phase' | 'state' | 'failure'>;

const NAME = 'FakeFilter';

/** The button for a tab with these videos: the worst verdict's mark, and how many videos bear it. */
export function toolbarFace(videos: readonly Shown[]): ToolbarFace {
  const looked = videos.filter((video) => video.phase !== 'idle');
  if (looked.length === 0) {
    const title =
      videos.length === 0 ? NAME : `${NAME}: ${count(videos.length, 'video')} here, none checked yet`;
    return { shape: null, badge: '', title };
  }
  const done = looked.filter((video) => video.phase === 'done').sort((a, b) => rank(a) - rank(b));
  const open = looked.length - done.length;
  const rest = open > 0 ? `, ${count(open, 'video')} still being checked` : '';
  const worst = done[0] ? verdictOf(done[0]) : null;
  if (!worst) return { shape: 'checking', badge: '', title: `${NAME}: checking ${count(open, 'video')}` };
  const alike = done.filter((video) => verdictOf(video)?.kind === worst.kind).length;
  return {
    shape: worst.kind,
    badge: String(alike),
    title: `${NAME}: ${VERDICT_WORDS[worst.kind]}, ${alike} of ${count(looked.length, 'video')}${rest}`,
  };
}
