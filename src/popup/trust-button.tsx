import { useEffect, useState } from 'preact/hooks';
import { askEngine } from '../messages/engine-client.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import { isTrusted, noteTrust } from '../settings/trusted-videos.ts';
import { useAction } from '../ui/use-action.ts';
import { trustWords } from './adaptation-words.ts';

/** "I trust this video": its faces count as genuine where a version of the site is tested. Can be taken back. */
export function TrustButton({
  video,
  origin,
  describedBy,
  say,
}: {
  video: Pick<LedgerEntry, 'tabId' | 'frameId' | 'key'>;
  /** Of the page. */
  origin: string;
  /** Id of what names the video. */
  describedBy: string;
  say: (text: string) => void;
}) {
  const [trusted, setTrusted] = useState(false);
  const { busy, act } = useAction(say);
  const { video: name, epoch } = video.key;

  useEffect(() => {
    isTrusted(origin, { video: name, epoch }).then(setTrusted, (error: unknown) => {
      console.error('FakeFilter: whether a video is trusted could not be read:', error);
    });
  }, [origin, name, epoch]);

  async function turn(on: boolean): Promise<string> {
    const { tabId, frameId, key } = video;
    const { faces } = await askEngine('engine.trustVideo', { tabId, frameId, key, trusted: on });
    setTrusted(on);
    await noteTrust(origin, key, on);
    return trustWords(on, faces);
  }

  return (
    <button
      type="button"
      disabled={busy}
      aria-describedby={describedBy}
      onClick={() => act(() => turn(!trusted))}
    >
      {trusted ? 'No longer trusted' : 'I trust this video'}
    </button>
  );
}
