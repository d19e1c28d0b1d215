import { expect, it, vi } from 'vitest';

const sendMessage = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock('webextension-polyfill', () => ({ default: { runtime: { sendMessage } } }));

const { giveUpAnswers, send } = await import('../../../src/messages/send.ts');
const { NoReceiverError } = await import('../../../src/messages/wire.ts');

it('answers that were waited for when a page was left are given up when it comes back, and later ones are not', async () => {
  sendMessage.mockReturnValueOnce(new Promise(() => undefined));
  const lost = send('engine.starting', {});
  giveUpAnswers();
  await expect(lost).rejects.toBeInstanceOf(NoReceiverError);
  sendMessage.mockResolvedValueOnce({ ok: true, value: { starting: true } });
  expect(await send('engine.starting', {})).toEqual({ starting: true });
});
