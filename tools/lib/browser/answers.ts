import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { PROTOCOL, type MessageName, type Response } from '../../../src/messages/protocol.ts';

export type Answers = { [Name in MessageName]?: Response<Name> };

/**
 * Has a page of the extension get these answers, from the next document on that this tab opens; other messages go where they always go.
 * For states that could not be brought about, or not held.
 * @throws ValiError if an answer is none that the page would take.
 */
export async function answerWith(page: Page, answers: Answers): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    v.parse(PROTOCOL[name as MessageName].response, value);
  }
  await page.addInitScript((known: Record<string, unknown>) => {
    const { runtime } = chrome;
    const send = runtime.sendMessage.bind(runtime) as (...given: unknown[]) => Promise<unknown>;
    Object.assign(runtime, {
      sendMessage(...given: unknown[]): Promise<unknown> {
        const { name } = given[0] as { name: string };
        if (!(name in known)) return send(...given);
        const reply = { ok: true, value: known[name] };
        const callback = given.at(-1);
        if (typeof callback === 'function') Reflect.apply(callback, null, [reply]);
        return Promise.resolve(reply);
      },
    });
  }, answers);
}
