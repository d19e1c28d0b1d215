import { matchPattern } from '../settings/origins.ts';

/**
 * What to ask access for, of a media file known by its host (`media.example`, maybe with a port). A secure page loads
 * media securely; on any other page the file may be reached either way.
 */
export function mediaPatterns(host: string, pageOrigin: string): string[] {
  const secure = matchPattern(`https://${host}`);
  return pageOrigin.startsWith('https:') ? [secure] : [matchPattern(`http://${host}`), secure];
}
