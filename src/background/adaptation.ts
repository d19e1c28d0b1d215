import { serialise } from '../settings/serialise.ts';
import { listSites, writeSite } from '../settings/sites.ts';
import { hasAccess, siteChecks } from './sites.ts';

/** Sites that the engine may learn from: a switch of their own, which cannot be on without the one for checking. */

/**
 * Turns the switch "adapt to this site". Turns are taken one after the other: switching on asks for permissions first
 * and would otherwise overtake a switching off that came later.
 * @returns how it stands now: never on for a site that is not checked.
 */
export function setAdaptation(origin: string, adapt: boolean): Promise<boolean> {
  return serialise('adaptation-switch', async () => {
    const allowed = adapt && (await siteChecks(origin));
    return (await writeSite(origin, { adapt: allowed })).adapt;
  });
}

/** The origins that may be learned from as things stand: switched on, checked, and with access still there. */
export async function adaptingOrigins(): Promise<string[]> {
  const wanted = (await listSites()).filter(({ site }) => site.check && site.adapt);
  const access = await Promise.all(wanted.map(({ origin }) => hasAccess(origin)));
  return wanted.filter((_, i) => access[i]).map(({ origin }) => origin);
}
