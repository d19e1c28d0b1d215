import type { TabReport } from '../messages/schemas.ts';
import { VideoCard } from './video-card.tsx';

/** Why there is no video to show, and what to do about it. */
export function emptyWords(report: Pick<TabReport, 'access' | 'check'>): string {
  if (report.access === 'unsupported') {
    return 'Videos on this page cannot be checked by themselves: it belongs to the browser, a store or this computer. Go to a page with a video, or check a file.';
  }
  if (report.check) return 'No video was seen here yet. Let one play.';
  return 'No video was checked here yet. Right-click a video and choose “Check this video for manipulated faces”, or use the button above.';
}

/** The videos of the tab, worst verdict first. */
export function VideoList({
  report,
  say,
  onShown,
}: {
  report: TabReport;
  say: (text: string) => void;
  onShown: () => void;
}) {
  return (
    <section aria-labelledby="videos-heading">
      <h2 id="videos-heading">Videos on this page</h2>
      {report.videos.length === 0 ? (
        <p class="quiet">{emptyWords(report)}</p>
      ) : (
        <ul class="cards">
          {report.videos.map((video, i) => (
            <VideoCard
              key={`${video.frameId}:${video.key.video}`}
              video={video}
              name={video.label || `Video ${i + 1}`}
              pageOrigin={report.origin}
              say={say}
              onShown={onShown}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
