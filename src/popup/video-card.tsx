import { useState } from 'preact/hooks';
import { verdictOf } from '../messages/report.ts';
import { sendToFrame } from '../messages/send.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { CardHead } from '../ui/card-head.tsx';
import { askAccess } from '../ui/ask-access.ts';
import { errorWords } from '../ui/error-words.ts';
import { Evidence } from '../ui/evidence.tsx';
import { mayTrust } from './adaptation-words.ts';
import { mediaPatterns } from './media-patterns.ts';
import { TrustButton } from './trust-button.tsx';
import { mayRetry, videoWords } from './video-words.ts';

/** One video of the tab: what was found, on what evidence, and what can be done. */
export function VideoCard({
  video,
  name,
  pageOrigin,
  learning,
  say,
  onShown,
}: {
  video: LedgerEntry;
  name: string;
  /** Of the tab; tells how the media host is reached. */
  pageOrigin: string;
  /** The site is learned from, so that trusting a video means something. */
  learning: boolean;
  say: (text: string) => void;
  /** The page scrolled to the video. */
  onShown: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const words = videoWords(video);
  const target = { video: video.key.video };
  const needsHost = video.failure === 'mediaPermission' && video.mediaHost !== '';
  const headingId = `video-${video.tabId}-${video.frameId}-${video.key.video}`;

  async function act(doing: () => Promise<{ found: boolean }>, then?: () => void): Promise<void> {
    setBusy(true);
    try {
      const { found } = await doing();
      if (!found) say('This video is no longer on the page.');
      else then?.();
    } catch (error) {
      if (!(error instanceof NoReceiverError)) console.error('FakeFilter: the page did not answer:', error);
      say(
        error instanceof NoReceiverError
          ? 'The page no longer answers. Reload it and try again.'
          : errorWords(error),
      );
    } finally {
      setBusy(false);
    }
  }

  const show = () => act(() => sendToFrame(video.tabId, video.frameId, 'content.show', target), onShown);
  const retry = () => act(() => sendToFrame(video.tabId, video.frameId, 'content.retry', target));

  async function allowHost(): Promise<void> {
    try {
      const wish = {
        kind: 'retry',
        tabId: video.tabId,
        frameId: video.frameId,
        video: video.key.video,
      } as const;
      if (await askAccess(mediaPatterns(video.mediaHost, pageOrigin), wish)) await retry();
      else say(`Access to ${video.mediaHost} was not granted, so this video cannot be checked.`);
    } catch (error) {
      console.error('FakeFilter: access could not be asked for:', error);
      say(errorWords(error));
    }
  }

  // A file that only the engine could read leaves no picture of the whole frame.
  const picture = video.poster || video.state?.faces[0]?.thumbnail;
  return (
    <li class="card">
      <CardHead picture={picture} headingId={headingId} name={name} words={words} />
      {video.phase === 'checking' && video.state && (
        <progress
          max={Math.max(1, video.state.framesWanted)}
          value={Math.min(video.state.framesJudged, video.state.framesWanted)}
          aria-labelledby={headingId}
        />
      )}
      <p class="quiet">{words.meaning}</p>
      <div class="actions">
        {needsHost && (
          <button type="button" class="primary" disabled={busy} onClick={() => void allowHost()}>
            Allow {video.mediaHost}
          </button>
        )}
        {mayRetry(video) && !needsHost && (
          <button type="button" disabled={busy} aria-describedby={headingId} onClick={() => void retry()}>
            Try again
          </button>
        )}
        <button type="button" disabled={busy} aria-describedby={headingId} onClick={() => void show()}>
          Show on the page
        </button>
        {learning && mayTrust(video) && (
          <TrustButton video={video} origin={pageOrigin} describedBy={headingId} say={say} />
        )}
      </div>
      {video.state && (
        <Evidence state={video.state} verdict={video.phase === 'done' ? verdictOf(video) : null} />
      )}
    </li>
  );
}
