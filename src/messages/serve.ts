import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import { isBackground } from '../platform/senders.ts';
import {
  PROTOCOL,
  type Caller,
  type Context,
  type NamesOf,
  type Request,
  type Response,
} from './protocol.ts';
import { messageOf, noticeOf } from '../contracts/coded-error.ts';
import { EnvelopeSchema, ofBrowser, type Reply } from './wire.ts';

export type Handlers<C extends Context> = {
  [N in NamesOf<C>]: (
    request: Request<N>,
    sender: Runtime.MessageSender,
  ) => Promise<Response<N>> | Response<N>;
};

/** Who speaks, by what the browser stamped on the message, never by what the message says. */
function callerOf(sender: Runtime.MessageSender): Caller | null {
  if (sender.id !== browser.runtime.id) return null;
  const own = browser.runtime.getURL('');
  if (sender.url?.startsWith(own)) return isBackground(sender.url.slice(own.length)) ? 'background' : 'page';
  if (sender.tab) return 'content';
  return 'background';
}

/**
 * Answers all messages of one context. A message for another context gets no answer from here.
 * Malformed requests and callers without the right are refused; they never reach a handler.
 * @returns a function that stops answering.
 */
export function serve<C extends Context>(context: C, handlers: Handlers<C>): () => void {
  const table = handlers as Record<string, (request: unknown, sender: Runtime.MessageSender) => unknown>;
  const rules: Record<string, { callers: readonly Caller[]; request: v.GenericSchema }> = PROTOCOL;

  function listener(message: unknown, sender: Runtime.MessageSender): Promise<Reply> | undefined {
    const envelope = v.safeParse(EnvelopeSchema, message);
    if (!envelope.success) return undefined;
    const { name, request } = envelope.output;
    const rule = rules[name];
    const handler = table[name];
    if (!name.startsWith(`${context}.`) || !rule || !handler) return undefined;
    return answer(name, rule, handler, request, sender);
  }

  browser.runtime.onMessage.addListener(listener);
  return () => browser.runtime.onMessage.removeListener(listener);
}

async function answer(
  name: string,
  rule: { callers: readonly Caller[]; request: v.GenericSchema },
  handler: (request: unknown, sender: Runtime.MessageSender) => unknown,
  request: unknown,
  sender: Runtime.MessageSender,
): Promise<Reply> {
  const caller = callerOf(sender);
  if (!caller || !rule.callers.includes(caller)) {
    return refusal(new Error(`a ${caller ?? 'foreign'} context may not ask for ${name}`));
  }
  const parsed = v.safeParse(rule.request, request);
  if (!parsed.success) return refusal(new Error(v.summarize(parsed.issues)));
  try {
    return { ok: true, value: await handler(parsed.output, sender) };
  } catch (error) {
    return refusal(ofBrowser(error));
  }
}

function refusal(error: unknown): Reply {
  return { ok: false, notice: noticeOf(error), error: messageOf(error) };
}
