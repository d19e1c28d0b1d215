import * as v from 'valibot';
import browser from 'webextension-polyfill';
import type { VideoKey } from '../messages/schemas.ts';
import { serialise } from './serialise.ts';

/**
 * Videos of this session that the user called trusted, so that the popup, opened again, offers to take that back.
 * Only the site and the names that content scripts draw at random; what trust means for learning is kept by the engine.
 */
const KEY = 'trusted-videos';
/** Beyond so many the oldest are left out: their pages are long gone. */
const MOST = 200;
const NamesSchema = v.array(v.string());

const nameOf = (origin: string, { video, epoch }: VideoKey) => `${origin} ${video}/${epoch}`;

async function names(): Promise<string[]> {
  const stored = v.safeParse(NamesSchema, (await browser.storage.session.get(KEY))[KEY]);
  return stored.success ? stored.output : [];
}

export async function isTrusted(origin: string, key: VideoKey): Promise<boolean> {
  return (await names()).includes(nameOf(origin, key));
}

export function noteTrust(origin: string, key: VideoKey, trusted: boolean): Promise<void> {
  return serialise(KEY, async () => {
    const others = (await names()).filter((name) => name !== nameOf(origin, key));
    const kept = trusted ? [...others, nameOf(origin, key)].slice(-MOST) : others;
    await browser.storage.session.set({ [KEY]: kept });
  });
}

/** @param origin null for all sites. */
export function forgetTrust(origin: string | null): Promise<void> {
  return serialise(KEY, async () => {
    const kept = (await names()).filter((name) => origin !== null && !name.startsWith(`${origin} `));
    await browser.storage.session.set({ [KEY]: kept });
  });
}
