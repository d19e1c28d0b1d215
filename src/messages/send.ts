import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { refusalOf } from '../platform/refusals.ts';
import { PROTOCOL, type MessageName, type NamesOf, type Request, type Response } from './protocol.ts';
import { within } from './timers.ts';
import { NoReceiverError, RefusedError, ReplySchema, ofBrowser, type Envelope } from './wire.ts';

/** A page that shows a dialog, or never comes to rest, answers nobody, in ms. Others must not wait for it. */
const PAGE_PATIENCE_MS = 8000;

/** Of each answer that is waited for, how to give it up. */
const waiting = new Set<() => void>();

/**
 * Gives up all answers that are waited for, with NoReceiverError. A page that was left and comes back from the browser's cache never
 * gets those it waited for: the browser closed their ports while the page could not hear of it.
 */
export function giveUpAnswers(): void {
  for (const giveUp of waiting) giveUp();
}

async function answerOf(name: string, transmit: () => Promise<unknown>): Promise<unknown> {
  let giveUp: () => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = () => reject(new NoReceiverError(name));
  });
  waiting.add(giveUp);
  try {
    return await Promise.race([transmit(), givenUp]);
  } finally {
    waiting.delete(giveUp);
  }
}

async function deliver<N extends MessageName>(
  name: N,
  transmit: () => Promise<unknown>,
): Promise<Response<N>> {
  let answer: unknown;
  try {
    answer = await answerOf(name, transmit);
  } catch (error) {
    if (error instanceof NoReceiverError) throw error;
    if (refusalOf(error) === 'noReceiver') throw new NoReceiverError(name, { cause: error });
    throw ofBrowser(error);
  }
  // With no engine page the background's listener is there but does not answer for it: undefined.
  if (answer === undefined || answer === null) throw new NoReceiverError(name);
  const reply = v.parse(ReplySchema, answer);
  if (!reply.ok) throw new RefusedError(reply.notice, { message: `"${name}": ${reply.error}` });
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

/**
 * Asks the content script of one document of a tab, and no other that its frame shows later.
 * @throws LateError if its page does not answer; else as {@link send}.
 */
export function sendToDocument<N extends NamesOf<'content'>>(
  tabId: number,
  documentId: string,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope: Envelope = { fakefilter: 1, name, request };
  // The polyfill's types do not know documents.
  return fromPage(deliver(name, () => chrome.tabs.sendMessage(tabId, envelope, { documentId })));
}

/** Asks the content script of one frame of a tab. Errors as {@link sendToDocument}. */
export function sendToFrame<N extends NamesOf<'content'>>(
  tabId: number,
  frameId: number,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope: Envelope = { fakefilter: 1, name, request };
  return fromPage(deliver(name, () => browser.tabs.sendMessage(tabId, envelope, { frameId })));
}

function fromPage<T>(answer: Promise<T>): Promise<T> {
  return within(PAGE_PATIENCE_MS, 'The page', answer, { code: 'pageBusy' });
}
