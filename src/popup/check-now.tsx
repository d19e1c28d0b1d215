import { send } from '../messages/send.ts';
import { useAction } from '../pages/shared/use-action.ts';
import { checkedWords } from './site-words.ts';
import { text } from '../words/text.ts';

/** The button that checks this page once. */
export function CheckNow({
  tabId,
  first,
  say,
}: {
  tabId: number;
  /** No video was checked yet, so that this is what to do next. */
  first: boolean;
  say: (text: string) => void;
}) {
  const { busy, act } = useAction(say);
  return (
    <button
      type="button"
      class={first ? 'primary' : undefined}
      disabled={busy}
      onClick={() => act(async () => checkedWords(await send('background.checkTab', { tabId })))}
    >
      {text(busy ? 'popup_looking' : 'popup_checkNow')}
    </button>
  );
}
