import { listed, plural, text } from '../words/text.ts';
import { rank, verdictOf } from '../messages/report.ts';
import type { VideoReport } from '../messages/schemas.ts';
import type { ShapeName } from '../verdict/shapes.ts';
import { notLookedFor, VERDICT_WORDS } from '../verdict/words.ts';

/** What the toolbar button of a tab shows. */
export interface ToolbarFace {
  /** The mark drawn; null for the extension's own icon. */
  shape: ShapeName | null;
  /** A short number, or empty. */
  badge: string;
  /** In words, for the tooltip and screen readers. */
  title: string;
}

type Shown = Pick<VideoReport, 'phase' | 'state' | 'failure' | 'interference'>;

const NAME = 'FakeFilter';

/** The button for a tab with these videos: the worst verdict's mark, and how many videos bear it; and whether the page interferes. */
export function toolbarFace(videos: readonly Shown[]): ToolbarFace {
  const face = faceOfVerdicts(videos);
  if (!videos.some((video) => video.interference)) return face;
  const told = face.title.endsWith('.') ? face.title : `${face.title}.`;
  return { ...face, badge: `${face.badge}!`, title: `${told} ${text('toolbar_interference')}` };
}

function faceOfVerdicts(videos: readonly Shown[]): ToolbarFace {
  const looked = videos.filter((video) => video.phase !== 'idle');
  if (looked.length === 0) {
    const title = videos.length === 0 ? NAME : line(plural('toolbar_idle', videos.length));
    return { shape: null, badge: '', title };
  }
  const done = looked.filter((video) => video.phase === 'done').sort((a, b) => rank(a) - rank(b));
  const open = looked.length - done.length;
  const worst = done[0] ? verdictOf(done[0]) : null;
  if (!worst) return { shape: 'checking', badge: '', title: line(plural('toolbar_checking', open)) };
  const alike = done.filter((video) => verdictOf(video)?.kind === worst.kind).length;
  const result = plural('toolbar_result', looked.length, { verdict: VERDICT_WORDS[worst.kind], alike });
  const words = open > 0 ? listed([result, plural('toolbar_open', open)], 'unit') : result;
  return {
    shape: worst.kind,
    badge: String(alike),
    title: worst.kind === 'noSign' ? `${line(words)}. ${notLookedFor()}` : line(words),
  };
}

function line(words: string): string {
  return text('toolbar_line', { words });
}
