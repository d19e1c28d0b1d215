import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { KEPT } from '../contracts/kept.ts';
import { originPattern, VideoKeySchema } from '../messages/schemas.ts';
import { serialise } from './serialise.ts';

/**
 * What a page wanted to do once a host was allowed. The browser's question may close the popup that asked it,
 * so the wish is written down before and carried out by the background when the permission arrives.
 */
const PendingGrantSchema = v.object({
  /** The match patterns asked for. */
  patterns: v.array(v.string()),
  askedAt: v.number(),
  wish: v.variant('kind', [
    v.object({ kind: v.literal('checkSite'), origin: originPattern }),
    v.object({ kind: v.literal('checkTab'), tabId: v.number() }),
    v.object({
      kind: v.literal('retry'),
      tabId: v.number(),
      videos: v.pipe(
        v.array(v.object({ frameId: v.number(), video: VideoKeySchema.entries.video })),
        v.maxLength(200),
      ),
    }),
  ]),
});
export type PendingGrant = v.InferOutput<typeof PendingGrantSchema>;

const KEY = KEPT.session.pendingGrant;
/** A permission granted much later was granted for something else. */
const VALID_MS = 120_000;

export function notePendingGrant(patterns: string[], wish: PendingGrant['wish']): Promise<void> {
  return browser.storage.session.set({
    [KEY]: { patterns, wish, askedAt: Date.now() } satisfies PendingGrant,
  });
}

/** Takes the wish whose permission has arrived, once; null if there is none. */
export function takePendingGrant(): Promise<PendingGrant['wish'] | null> {
  return serialise(KEY, async () => {
    const stored = v.safeParse(PendingGrantSchema, (await browser.storage.session.get(KEY))[KEY]);
    if (!stored.success) return null;
    if (!(await browser.permissions.contains({ origins: stored.output.patterns }))) return null;
    await browser.storage.session.remove(KEY);
    return Date.now() - stored.output.askedAt <= VALID_MS ? stored.output.wish : null;
  });
}

/** The question was answered while its page was still there to go on by itself. */
export function dropPendingGrant(): Promise<void> {
  return browser.storage.session.remove(KEY);
}
