import type { TabReport } from '../messages/schemas.ts';
import { VideoCard } from './video-card.tsx';

/** Why there is no video to show, and what to do about it. */
export function emptyWords(report: Pick<TabReport, 'access' | 'check'>): string {
  if (report.access === 'unsupported') {
    return 'Extensions may not look at this page: it belongs to the browser, a store or this computer. Go to a page with a video, or check a file.';
  }
  if (report.check)
    return 'No video was seen here yet. Let one play. A video in a frame of another site is checked when you right-click it.';
  return 'No video was checked here yet. Right-click a video and choose “Check this video for manipulated faces”, or use the button above.';
}

/** A name for each video; videos of one label, such as the page's title, are numbered. */
export function videoNames(labels: readonly string[]): string[] {
  return labels.map((label, i) => {
    if (label === '') return `Video ${i + 1}`;
    const alike = labels.filter((other) => other === label).length;
    return alike > 1
      ? `${label} (${labels.slice(0, i + 1).filter((other) => other === label).length})`
      : label;
  });
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
  const names = videoNames(report.videos.map((video) => video.label));
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
              name={names[i] ?? ''}
              pageOrigin={report.origin}
              learning={report.adapt && !report.private}
              say={say}
              onShown={onShown}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
