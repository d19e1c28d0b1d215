import { describe, expect, it } from 'vitest';
import { CodedError, noticeOf } from '../../../src/contracts/coded-error.ts';
import { NoReceiverError, ofBrowser } from '../../../src/messages/wire.ts';

describe('what is told of an error', () => {
  it.each([
    [
      'Cannot access contents of the page. Extension manifest must request permission to access the respective host.',
    ],
    ['Cannot access a chrome:// URL'],
    ['The extensions gallery cannot be scripted.'],
    ['Frame with ID 0 is showing error page'],
    ['Missing host permission for the tab'],
  ])('"%s" is a page that may not be looked at', (words) => {
    expect(noticeOf(ofBrowser(new Error(words)))).toEqual({ code: 'pageForbidden' });
  });

  it('a tab that is gone, in the words of two browsers', () => {
    for (const words of ['No tab with id: 7.', 'Invalid tab ID: 7'])
      expect(noticeOf(ofBrowser(new Error(words)))).toEqual({ code: 'tabClosed' });
  });

  it('who did not answer', () => {
    expect(noticeOf(new NoReceiverError('content.check'))).toEqual({ code: 'pageGone' });
    expect(noticeOf(new NoReceiverError('engine.status'))).toEqual({ code: 'detectorSilent' });
  });

  it('a code stays what it is, and what nobody reckoned with is kept short', () => {
    expect(noticeOf(ofBrowser(new CodedError({ code: 'roundRunning' })))).toEqual({ code: 'roundRunning' });
    expect(noticeOf('x'.repeat(2000))).toEqual({ code: 'unexpected', detail: 'x'.repeat(500) });
  });
});
