import { expect, it } from 'vitest';
import { refusalOf } from '../../../src/platform/refusals.ts';

it.each([
  'Could not establish connection. Receiving end does not exist.',
  'The message port closed before a response was received.',
  'A listener indicated an asynchronous response by returning true, but the message channel closed before a response was received',
  'Extension context invalidated.',
  'Promised response from onMessage listener went out of scope',
  "Actor 'Conduits' destroyed before query 'RuntimeMessage' was resolved",
])('"%s" means that nobody is there', (words) => {
  expect(refusalOf(new Error(words))).toBe('noReceiver');
});

it.each(['No tab with id: 7.', 'Invalid tab ID: 7'])('"%s" means that the tab is closed', (words) => {
  expect(refusalOf(new Error(words))).toBe('tabClosed');
});

it.each(['Missing host permission for the tab', 'Cannot access a chrome:// URL'])(
  '"%s" means that the page may not be touched',
  (words) => {
    expect(refusalOf(new Error(words))).toBe('pageForbidden');
  },
);

it('other errors are taken for nothing else', () => {
  expect(refusalOf(new Error('Could not be cloned'))).toBeNull();
});
