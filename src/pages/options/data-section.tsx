import { useEffect, useState } from 'preact/hooks';
import { send } from '../../messages/send.ts';
import { text } from '../../words/text.ts';
import { errorWords } from '../shared/error-words.ts';
import { size } from '../shared/format.ts';
import { storedKinds } from './stored.ts';
import { StoredRow } from './stored-row.tsx';

/** What is kept on this computer, kind by kind, and the buttons that save and delete it. */
export function DataSection({ say }: { say: (text: string) => void }) {
  const [kinds] = useState(storedKinds);
  const [usage, setUsage] = useState<number | null>(null);
  useEffect(() => {
    navigator.storage.estimate().then(
      (estimate) => setUsage(estimate.usage ?? null),
      (error: unknown) => console.error('FakeFilter: the size of what is stored is not known:', error),
    );
  }, []);

  async function clear(): Promise<void> {
    try {
      await send('background.clearLedger', {});
      say(text('options_verdictsForgotten'));
    } catch (error) {
      console.error('FakeFilter: the verdicts could not be forgotten:', error);
      say(errorWords(error));
    }
  }
  return (
    <section aria-labelledby="data-heading">
      <h2 id="data-heading">{text('options_privacy')}</h2>
      <p>{text('options_privacyText')}</p>
      <p>{text('options_privacyHistory')}</p>
      <ul class="cards">
        {kinds.map((stored) => (
          <StoredRow key={stored.page} stored={stored} say={say} />
        ))}
      </ul>
      {usage !== null && <p class="quiet">{text('options_usage', { size: size(usage) })}</p>}
      <button type="button" onClick={() => void clear()}>
        {text('options_forgetVerdicts')}
      </button>
    </section>
  );
}
