import { within } from '../messages/timers.ts';

/** A decoder of the browser that says nothing for so long, in ms, has hung on what it was given; the largest pictures take some seconds. */
const SILENCE_MS = 60_000;

/** @throws LateError if a decoder does not answer; else as the work. */
export function answered<T>(work: Promise<T>): Promise<T> {
  return within(SILENCE_MS, 'The decoder', work);
}
