import { text } from '../../words/text.ts';
import browser from 'webextension-polyfill';
import { hostOf, matchPattern, originOf } from '../../settings/origins.ts';
import { addressIn } from './medium.ts';

const EXAMPLE = 'example.org/video.mp4';

function patternsOf(url: string): string[] {
  const origin = originOf(url);
  return origin === null ? [] : [matchPattern(origin)];
}

/** Whether the host of an address was allowed before. */
export function mayOpen(url: string): Promise<boolean> {
  return browser.permissions.contains({ origins: patternsOf(url) });
}

/** The address of a video. Its host must be allowed: the browser lets nobody read frames of others. */
export function AddressForm(props: {
  address: string;
  onType: (text: string) => void;
  onOpen: (url: string) => void;
  onRefused: (why: string) => void;
}) {
  const { address, onType, onOpen, onRefused } = props;

  async function open(): Promise<void> {
    const url = addressIn(address);
    if (url === null) {
      onRefused(text('check_noAddress', { example: EXAMPLE }));
      return;
    }
    try {
      // Nothing is awaited before: the click would no longer count.
      if (await browser.permissions.request({ origins: patternsOf(url) })) {
        onType('');
        onOpen(url);
      } else onRefused(text('check_addressRefused', { host: hostOf(url) }));
    } catch (error) {
      console.warn('FakeFilter: access was not asked for:', error);
      onRefused(text('check_addressNotAsked', { host: hostOf(url) }));
    }
  }

  return (
    <form
      class="address"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <label for="address">{text('check_address')}</label>
      <div class="choices">
        <input
          type="text"
          inputMode="url"
          id="address"
          autoComplete="off"
          spellcheck={false}
          value={address}
          onInput={({ currentTarget }) => onType(currentTarget.value)}
          placeholder={EXAMPLE}
          aria-describedby="address-hint"
        />
        <button type="submit">{text('check_addressButton')}</button>
      </div>
      <p class="quiet" id="address-hint">
        {text('check_addressHint')}
      </p>
    </form>
  );
}
