import type { TabReport } from '../messages/schemas.ts';
import { interferenceAdvice } from '../verdict/interference.ts';
import { HostsToAllow } from './hosts-to-allow.tsx';
import { emptyWords } from './site-words.ts';
import { VideoRow } from './video-row.tsx';
import { videoNames } from './video-words.ts';
import { text } from '../words/text.ts';

/** The videos of the tab, worst verdict first, one line each. */
export function VideoList({
  tabId,
  report,
  say,
  onShown,
}: {
  tabId: number;
  report: TabReport;
  say: (text: string) => void;
  onShown: () => void;
}) {
  const names = videoNames(report.videos.map((video) => video.label));
  return (
    <section aria-labelledby="videos-heading">
      <h2 id="videos-heading">{text('popup_videos')}</h2>
      {report.videos.some((video) => video.interference) && (
        <p class="warning" role="status">
          {interferenceAdvice()}
        </p>
      )}
      <HostsToAllow tabId={tabId} report={report} say={say} />
      {report.videos.length === 0 ? (
        <p class="quiet">{emptyWords(report)}</p>
      ) : (
        <ul class="rows">
          {report.videos.map((video, i) => (
            <VideoRow
              key={`${video.frameId}:${video.key.video}`}
              video={video}
              name={names[i] ?? ''}
              pageOrigin={report.origin}
              learning={report.private ? null : report.adapt}
              say={say}
              onShown={onShown}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
