import { DAY_MS, LEVEL, LIMITS, NEEDED } from '../../adaptation/tunables.ts';
import { noticeOf } from '../../contracts/coded-error.ts';
import { MAX_NOTICES, type Notice } from '../../contracts/notice.ts';
import type { Response } from '../../messages/protocol.ts';
import type { Needed } from '../../contracts/gathered.ts';
import { awaited, isEnough } from './readiness.ts';
import type { Place } from './places.ts';
import type { Resources } from './resources.ts';
import { siteLevel } from './site-judges.ts';
import type { RoundUnderWay } from './rounds.ts';

type SiteState = Response<'engine.adaptation'>;

/** What is known of a site besides what is stored. */
export interface SiteNow {
  /** Its switch is on. */
  on: boolean;
  round: RoundUnderWay | null;
  /** Why what was seen last could not be kept. */
  trouble: Notice | undefined;
  /** Where a video is, by its name in the samples; null if it is no longer known. */
  placeOf: (video: string) => Place | null;
}

/**
 * The state that is asked: how learning from a site stands. The first row that fits holds.
 *
 * | phase       | when                                             |
 * | ----------- | ------------------------------------------------ |
 * | unavailable | the network or the replay memory cannot be read  |
 * | waiting     | its round waits for videos that are checked      |
 * | training    | its round runs                                   |
 * | off         | its switch is off                                |
 * | ready       | enough was gathered for a round                  |
 * | gathering   | otherwise                                        |
 */
function phaseOf(unavailable: boolean, { on, round }: SiteNow, gathered: Needed): SiteState['phase'] {
  if (unavailable) return 'unavailable';
  if (round) return round.waiting ? 'waiting' : 'training';
  if (!on) return 'off';
  return isEnough(gathered) ? 'ready' : 'gathering';
}

/** Reads the state of a site. @throws as the store's methods. */
export async function siteState(
  origin: string,
  resources: Resources,
  ask: () => SiteNow,
): Promise<SiteState> {
  const store = await resources.store();
  let basis: string | null = null;
  let unavailable: Notice | null = null;
  try {
    ({ basis } = await resources.memory());
  } catch (error) {
    unavailable = noticeOf(error);
  }
  // Read first: a round and its version are written at once, so whoever is told of the round is told of the version, too.
  const rounds = await store.rounds(origin);
  // Whether versions fit a network that did not start cannot be told; until it does, the original judges, and they are kept.
  const versions = basis === null ? [] : await store.versions(origin, basis);
  const active = basis === null ? null : await store.active(origin, basis);
  const level = basis === null ? null : await siteLevel(origin, resources, active?.number ?? 0);
  const [gathered, takenAt, kept, marks] = await Promise.all([
    store.gathered(origin, basis),
    store.takenAt(origin, basis),
    store.notices(origin),
    store.marks(origin),
  ]);
  const now = ask();
  const { round, trouble } = now;
  const notices: Notice[] = trouble ? [{ code: 'facesNotKept' }, trouble, ...kept] : kept;
  return {
    phase: phaseOf(unavailable !== null, now, gathered),
    notices: unavailable ? [unavailable] : notices.slice(0, MAX_NOTICES),
    progress: round?.progress ?? 0,
    gathered,
    needed: { ...NEEDED },
    awaited: awaited(takenAt, rounds),
    versions: versions.map(({ number, createdAt }) => ({ number, createdAt })),
    active: active?.number ?? 0,
    level: level && { ...level, needed: { ...LEVEL.needed }, source: LEVEL.source.location },
    marks: marks.map((marked) => ({ ...marked, place: shownPlace(now.placeOf(marked.video)) })),
    rounds,
    expiryDays: Math.round(LIMITS.expiryMs / DAY_MS),
  };
}

function shownPlace(place: Place | null): SiteState['marks'][number]['place'] {
  return place && { tabId: place.tabId, frameId: place.frameId, key: place.key };
}
