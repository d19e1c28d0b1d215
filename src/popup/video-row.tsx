import { useState } from 'preact/hooks';
import { verdictOf } from '../messages/report.ts';
import { send, sendToFrame } from '../messages/send.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import { beforeWords } from '../verdict/words.ts';
import { INTERFERENCE_WORDS } from '../verdict/interference.ts';
import { Evidence } from '../pages/shared/evidence.tsx';
import { useAction } from '../pages/shared/use-action.ts';
import { VerdictIcon } from '../pages/shared/verdict-icon.tsx';
import { MarkButtons } from './mark-buttons.tsx';
import { mayMark } from './mark-words.ts';
import { mayRetry, videoWords } from './video-words.ts';
import { text } from '../words/text.ts';

/** One video of the tab: its verdict and name in one line; what was found, and what can be done, once it is opened. */
export function VideoRow({
  video,
  name,
  pageOrigin,
  learning,
  say,
  onShown,
}: {
  video: LedgerEntry;
  name: string;
  /** Of the tab. */
  pageOrigin: string;
  /** The site is learned from, so that marking a video means something; null in private windows, where nothing ever is. */
  learning: boolean | null;
  say: (text: string) => void;
  /** The page scrolled to the video. */
  onShown: () => void;
}) {
  const [open, setOpen] = useState(false);
  const { busy, act } = useAction(say);
  const words = videoWords(video);
  const { tabId, frameId, key } = video;
  const target = { video: key.video };
  const headingId = `video-${tabId}-${frameId}-${key.video}`;

  async function show(): Promise<string> {
    const { found } = await sendToFrame(tabId, frameId, 'content.show', target);
    if (found) onShown();
    return found ? '' : text('popup_videoGone');
  }

  async function retry(): Promise<string> {
    const { found } = await send('background.retry', { tabId, frameId, ...target });
    return found ? '' : text('popup_videoGone');
  }

  // A file that only the engine could read leaves no picture of the whole frame.
  const picture = video.poster || video.state?.faces[0]?.thumbnail;
  return (
    <li class="row">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary title={text('popup_rowTitle', { line: words.line, name })}>
          {picture ? (
            <img class="poster" src={picture} alt="" />
          ) : (
            <span class="poster no-picture" aria-hidden="true" />
          )}
          <VerdictIcon name={words.shape} size={16} />
          <strong>{words.short}</strong>
          <h3 id={headingId} dir="auto">
            {name}
          </h3>
        </summary>
        {open && (
          <div class="row-details">
            <p class="verdict">{words.line}</p>
            {video.phase === 'checking' && video.state && (
              <progress
                max={Math.max(1, video.state.framesWanted)}
                value={Math.min(video.state.framesJudged, video.state.framesWanted)}
                aria-labelledby={headingId}
              />
            )}
            <p class="quiet">{words.meaning}</p>
            {video.before && <p class="quiet">{beforeWords(video.before)}</p>}
            {video.interference && <p class="warning">{INTERFERENCE_WORDS[video.interference]}</p>}
            <div class="actions">
              {mayRetry(video) && (
                <button type="button" disabled={busy} aria-describedby={headingId} onClick={() => act(retry)}>
                  {text('popup_retry')}
                </button>
              )}
              {learning !== null && mayMark(video) && (
                <MarkButtons
                  video={video}
                  origin={pageOrigin}
                  learning={learning}
                  describedBy={headingId}
                  say={say}
                />
              )}
            </div>
            {video.state && (
              <Evidence state={video.state} verdict={video.phase === 'done' ? verdictOf(video) : null} />
            )}
          </div>
        )}
      </details>
      <button
        type="button"
        class="show"
        disabled={busy}
        aria-label={text('popup_showOnPage')}
        aria-describedby={headingId}
        title={text('popup_showOnPage')}
        onClick={() => act(show)}
      >
        {text('popup_show')}
      </button>
    </li>
  );
}
