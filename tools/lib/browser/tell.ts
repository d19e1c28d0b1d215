import type { Page } from 'playwright-core';
import type { MessageName, Request, Response } from '../../../src/messages/protocol.ts';

type Reply<N extends MessageName> = { ok: true; value: Response<N> } | { ok: false; error: string };

/**
 * Sends a message of the extension's protocol from one of its pages.
 * @throws Error if it was refused or nobody answered.
 */
export async function tell<N extends MessageName>(
  page: Page,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const reply = await page.evaluate(
    async (envelope): Promise<Reply<N> | undefined> => chrome.runtime.sendMessage(envelope),
    { fakefilter: 1, name, request },
  );
  if (!reply) throw new Error(`Nobody answers ${name}`);
  if (!reply.ok) throw new Error(`${name} was refused: ${reply.error}`);
  return reply.value;
}

/** What the extension knows of a tab; asked from one of its pages. */
export function tabReport(page: Page, tabId: number): Promise<Response<'background.tab'>> {
  return tell(page, 'background.tab', { tabId });
}
