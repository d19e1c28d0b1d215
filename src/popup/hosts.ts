import type { LedgerEntry } from '../messages/schemas.ts';

export interface HostToAllow {
  host: string;
  videos: { frameId: number; video: string }[];
}

/** More buttons than these nobody wants to press. */
const MOST = 3;

/** The hosts without which videos cannot be read, those of most videos first. */
export function hostsToAllow(videos: readonly LedgerEntry[]): HostToAllow[] {
  const hosts = new Map<string, HostToAllow['videos']>();
  for (const { failure, mediaHost, frameId, key } of videos) {
    if (failure !== 'mediaPermission' || mediaHost === '') continue;
    hosts.set(mediaHost, [...(hosts.get(mediaHost) ?? []), { frameId, video: key.video }]);
  }
  return [...hosts]
    .map(([host, lie]) => ({ host, videos: lie }))
    .sort((a, b) => b.videos.length - a.videos.length)
    .slice(0, MOST);
}
