import type { TabReport } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { askAccess } from '../pages/shared/ask-access.ts';
import { useAction } from '../pages/shared/use-action.ts';
import { mediaPatterns } from './media-patterns.ts';
import { hostsToAllow, type HostToAllow } from './hosts.ts';
import { plural, text } from '../words/text.ts';

/** Hosts that videos of the page lie on and that were not allowed: one button each, for all of its videos. */
export function HostsToAllow({
  tabId,
  report,
  say,
}: {
  tabId: number;
  report: TabReport;
  say: (text: string) => void;
}) {
  const { busy, act } = useAction(say);

  async function allow({ host, videos }: HostToAllow): Promise<string> {
    const wish = { kind: 'retry', tabId, videos } as const;
    if (!(await askAccess(mediaPatterns(host, report.origin), wish))) {
      return text('popup_hostRefused', { host });
    }
    const answers = await Promise.all(videos.map((video) => send('background.retry', { tabId, ...video })));
    const found = answers.filter((answer) => answer.found).length;
    return found === 0 ? text('popup_videosGone') : plural('popup_checkingVideos', found);
  }

  return (
    <>
      {hostsToAllow(report.videos).map((each) => (
        <div class="host" key={each.host}>
          <p class="quiet">{plural('popup_otherHost', each.videos.length)}</p>
          <button type="button" class="primary" disabled={busy} onClick={() => act(() => allow(each))}>
            {text('popup_allow', { host: each.host })}
          </button>
        </div>
      ))}
    </>
  );
}
