import { useEffect, useState } from 'preact/hooks';
import type { TabReport } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { hostOf, matchPattern } from '../settings/origins.ts';
import { askAccess } from '../pages/shared/ask-access.ts';
import { errorWords } from '../pages/shared/error-words.ts';
import { checkedWords } from './site-words.ts';
import { text } from '../words/text.ts';

/** Frames of other hosts that may hold the video of a page on which none was found, to be allowed one by one. */
export function EmbedSection({
  tabId,
  report,
  say,
}: {
  tabId: number;
  report: TabReport;
  say: (text: string) => void;
}) {
  const [origins, setOrigins] = useState<string[]>([]);

  useEffect(() => {
    send('background.embeds', { tabId }).then(
      (answer) => setOrigins(answer.origins),
      (error: unknown) => console.error('FakeFilter: the frames of this page could not be asked for:', error),
    );
  }, [tabId, report]);

  async function allow(origin: string): Promise<void> {
    try {
      if (!(await askAccess([matchPattern(origin)], { kind: 'checkTab', tabId }))) {
        say(text('popup_hostRefused', { host: hostOf(origin) }));
        return;
      }
      say(checkedWords(await send('background.checkTab', { tabId })));
    } catch (error) {
      console.error('FakeFilter: videos in a frame could not be checked:', error);
      say(errorWords(error));
    }
  }

  if (report.videos.length > 0 || origins.length === 0) return null;
  return (
    <section aria-labelledby="embeds-heading">
      <h2 id="embeds-heading">{text('popup_frames')}</h2>
      <p class="quiet">{text('popup_framesHint')}</p>
      <div class="actions">
        {origins.map((origin) => (
          <button key={origin} type="button" onClick={() => void allow(origin)}>
            {text('popup_allow', { host: hostOf(origin) })}
          </button>
        ))}
      </div>
    </section>
  );
}
