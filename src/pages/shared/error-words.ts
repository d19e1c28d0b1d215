import { noticeOf } from '../../contracts/coded-error.ts';
import { ofBrowser } from '../../messages/wire.ts';
import { noticeWords } from '../../words/notice-words.ts';

/** An error in a sentence for the user; the full error belongs on the console. */
export function errorWords(error: unknown): string {
  return noticeWords(noticeOf(ofBrowser(error)));
}
