/**
 * Asks again and again until there is an answer.
 * @param what - names what is waited for, in the error: "the badge of the first video".
 * @param look - returns undefined, null or false while there is no answer. It may throw if `what` is not there yet.
 * @throws Error naming `what` and the last thing seen, after `limitMs`.
 */
export async function poll<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  {
    limitMs = 60_000,
    everyMs = 100,
    seen = () => '',
  }: { limitMs?: number; everyMs?: number; seen?: () => string } = {},
): Promise<T> {
  const end = Date.now() + limitMs;
  let failure: unknown;
  for (;;) {
    try {
      const answer = await look();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() >= end) break;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  const last = seen();
  throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}${last ? `; last seen: ${last}` : ''}`, {
    cause: failure,
  });
}
