import type { Page } from 'playwright-core';
import type { MessageName, Request } from '../../src/messages/protocol.ts';

type Reply = { ok: true; value: Record<string, unknown> } | { ok: false; error: string };

/**
 * Sends a message of the extension's protocol from one of its pages.
 * @throws Error if it was refused or nobody answered.
 */
export async function tell<N extends MessageName>(
  page: Page,
  name: N,
  request: Request<N>,
): Promise<Record<string, unknown>> {
  const reply = await page.evaluate(
    async (envelope): Promise<Reply | undefined> => chrome.runtime.sendMessage(envelope),
    { fakefilter: 1, name, request },
  );
  if (!reply) throw new Error(`Nobody answers ${name}`);
  if (!reply.ok) throw new Error(`${name} was refused: ${reply.error}`);
  return reply.value;
}
