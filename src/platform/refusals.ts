/** What the browsers' errors amount to. They carry no codes, and each browser has its own words. */

const WORDS = {
  /** Nobody listens for a message, or whoever did went while working on the answer. */
  noReceiver:
    /receiving end does not exist|message port closed|message channel closed|extension context invalidated|went out of scope|actor 'conduits' destroyed/i,
  /** A page or tab that an extension cannot reach. */
  pageForbidden:
    /cannot access|cannot be scripted|extensions gallery|must request permission|error page|missing host permission/i,
  tabClosed: /no tab with id|invalid tab id/i,
} as const;

export type BrowserRefusal = keyof typeof WORDS;

/** What an error of the browser means; null for all that is not known. */
export function refusalOf(error: unknown): BrowserRefusal | null {
  const words = error instanceof Error ? error.message : String(error);
  for (const refusal of ['noReceiver', 'pageForbidden', 'tabClosed'] as const)
    if (WORDS[refusal].test(words)) return refusal;
  return null;
}
