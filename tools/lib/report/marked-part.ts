/**
 * The document with a body between two marks, or at its end under a heading where it has neither.
 * @throws Error if one of the two marks is missing or they stand in the wrong order.
 */
export function withPart(
  document: string,
  { begin, end }: { begin: string; end: string },
  heading: string,
  body: string,
): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  const filled = `${begin}\n\n${body.trim()}\n\n${end}`;
  if (from < 0 && to < 0) return `${document.trimEnd()}\n\n## ${heading}\n\n${filled}\n`;
  if (from < 0 || to < from) {
    throw new Error(
      `"${begin}" and "${end}" must both be there, in this order. Put back the one that is missing, or delete both.`,
    );
  }
  return document.slice(0, from) + filled + document.slice(to + end.length);
}
