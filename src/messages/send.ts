import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { PROTOCOL, type MessageName, type NamesOf, type Request, type Response } from './protocol.ts';
import { NoReceiverError, RefusedError, ReplySchema, isNoReceiver, type Envelope } from './wire.ts';

async function deliver<N extends MessageName>(
  name: N,
  transmit: () => Promise<unknown>,
): Promise<Response<N>> {
  let answer: unknown;
  try {
    answer = await transmit();
  } catch (error) {
    if (isNoReceiver(error)) throw new NoReceiverError(`Nobody answers "${name}"`, { cause: error });
    throw error;
  }
  // With no engine page the background's listener is there but does not answer for it: undefined.
  if (answer === undefined || answer === null) throw new NoReceiverError(`Nobody answers "${name}"`);
  const reply = v.parse(ReplySchema, answer);
  if (!reply.ok) throw new RefusedError(`"${name}": ${reply.error}`);
  return v.parse(PROTOCOL[name].response, reply.value);
}

/**
 * Asks the background or the engine.
 * @throws NoReceiverError if that context is not running, RefusedError if it refused or failed, ValiError if its answer is malformed.
 */
export function send<N extends NamesOf<'background' | 'engine'>>(
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope: Envelope = { fakefilter: 1, name, request };
  return deliver(name, () => browser.runtime.sendMessage(envelope));
}

/** Asks the content script of one document of a tab, and no other that its frame shows later. Errors as {@link send}. */
export function sendToDocument<N extends NamesOf<'content'>>(
  tabId: number,
  documentId: string,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope: Envelope = { fakefilter: 1, name, request };
  // The polyfill's types do not know documents.
  return deliver(name, () => chrome.tabs.sendMessage(tabId, envelope, { documentId }));
}

/** Asks the content script of one frame of a tab. Errors as {@link send}. */
export function sendToFrame<N extends NamesOf<'content'>>(
  tabId: number,
  frameId: number,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope: Envelope = { fakefilter: 1, name, request };
  return deliver(name, () => browser.tabs.sendMessage(tabId, envelope, { frameId }));
}
