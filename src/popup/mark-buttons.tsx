import { MARKS, type Mark } from '../contracts/mark.ts';
import { askEngine } from '../messages/engine-client.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import { useAction } from '../pages/shared/use-action.ts';
import { useAdaptation } from '../pages/shared/use-adaptation.ts';
import { text } from '../words/text.ts';
import { markedWords, markOf } from './mark-words.ts';

/** "I trust this video", "I think this is fake": counts as a label for the site's level and for testing what was learned. Can be taken back. */
export function MarkButtons({
  video,
  origin,
  learning,
  describedBy,
  say,
}: {
  video: Pick<LedgerEntry, 'tabId' | 'frameId' | 'key'>;
  /** Of the page. */
  origin: string;
  /** Whether the site is learned from: without that a mark counts for nothing. */
  learning: boolean;
  /** Id of what names the video. */
  describedBy: string;
  say: (text: string) => void;
}) {
  const { adaptation, refresh } = useAdaptation(learning ? origin : null);
  const { busy, act } = useAction(say, refresh);
  const current = adaptation.status === 'loaded' ? markOf(adaptation.value.marks, video) : null;

  async function mark(next: Mark | null): Promise<string> {
    if (!learning) return text('mark_needsLearning');
    const { tabId, frameId, key } = video;
    const { faces } = await askEngine('engine.markVideo', { tabId, frameId, key, mark: next });
    return markedWords(next, faces);
  }

  return MARKS.map((one) => (
    <button
      key={one}
      type="button"
      disabled={busy}
      aria-pressed={current === one}
      aria-describedby={describedBy}
      onClick={() => act(() => mark(current === one ? null : one))}
    >
      {text(`mark_${one}Button`)}
    </button>
  ));
}
