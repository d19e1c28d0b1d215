import { send } from '../messages/send.ts';
import { errorWords } from '../ui/error-words.ts';
import { learningPage } from '../ui/learning-page.ts';

/** What is kept, and the button that ends it. */
export function PrivacySection({ say }: { say: (text: string) => void }) {
  async function clear(): Promise<void> {
    try {
      await send('background.clearLedger', {});
      say('All verdicts were forgotten.');
    } catch (error) {
      console.error('FakeFilter: the verdicts could not be forgotten:', error);
      say(errorWords(error));
    }
  }
  return (
    <section aria-labelledby="privacy-heading">
      <h2 id="privacy-heading">Privacy</h2>
      <p>
        Everything is computed on this computer: no picture, no address and no verdict is ever sent anywhere.
        Verdicts and small pictures are kept in memory until their tab or the browser is closed; only these
        settings and the list of sites are stored. Where you let FakeFilter learn from a site, numbers made
        from the faces in its videos are stored too, encrypted, until they expire or you delete them.{' '}
        <a href={learningPage(null)}>What was learned, and deleting it</a>
      </p>
      <button type="button" onClick={() => void clear()}>
        Forget all verdicts
      </button>
    </section>
  );
}
