import { hostOf, originOf } from '../settings/origins.ts';
import { hasAccess } from './sites.ts';

/** May the engine open this media file itself? `host` is what the user would be asked to allow; empty if that is no question. */
export async function mediaAccess(url: string): Promise<{ granted: boolean; host: string }> {
  const origin = originOf(url);
  // blob: and data: belong to the page that made them, and file: to no host: none can be granted.
  if (!origin) return { granted: false, host: '' };
  return { granted: await hasAccess(origin), host: hostOf(origin).slice(0, 255) };
}
