import { text } from '../../words/text.ts';
import { useState } from 'preact/hooks';
import { send } from '../../messages/send.ts';
import { hostOf, matchPattern } from '../../settings/origins.ts';
import { askAccess } from '../shared/ask-access.ts';
import { useAction } from '../shared/use-action.ts';
import { typedOrigin } from './welcome-words.ts';

/** Switches a first site on, by its address. */
export function FirstSite({ say }: { say: (text: string) => void }) {
  const [typed, setTyped] = useState('');
  const { busy, act } = useAction(say);

  async function allow(): Promise<string> {
    const origin = typedOrigin(typed);
    if (!origin) return text('welcome_noAddress');
    const host = hostOf(origin);
    // Nothing is awaited before the question: the browser asks only in answer to a click.
    if (!(await askAccess([matchPattern(origin)], { kind: 'checkSite', origin }))) {
      return text('options_accessRefused', { site: host });
    }
    const { check } = await send('background.setSite', { origin, check: true });
    return text(check ? 'site_checked' : 'site_checkedOnRequest', { site: host });
  }

  return (
    <form
      class="search-form"
      onSubmit={(event) => {
        event.preventDefault();
        act(allow);
      }}
    >
      <label>
        {text('welcome_address')}
        <input
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder="news.example"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        {text('site_check')}
      </button>
    </form>
  );
}
