/** An error in a sentence for the user; the full error belongs on the console. */
export function errorWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/cannot access|cannot be scripted|extensions gallery|must request permission|error page/i.test(text)) {
    return 'The browser does not let extensions look at this page.';
  }
  if (/no tab with id/i.test(text)) return 'The tab was closed.';
  if (/^nobody answers/i.test(text)) return 'The detector did not answer. Try again in a moment.';
  // `send` puts the message's name before what the other side said: of no use here.
  return text.replace(/^"[a-zA-Z.]+": /, '');
}
