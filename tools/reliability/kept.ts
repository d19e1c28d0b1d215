/** What a document says already: a suite may take hours, so that one run of a part of it must not lose the rest. */

/** The sections between two marks, without their first heading's mark, by title. */
export function sectionsOf(
  document: string,
  { begin, end }: { begin: string; end: string },
): { title: string; text: string }[] {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) return [];
  const [, ...sections] = document.slice(from + begin.length, to).split(/^### /m);
  return sections.map((section) => ({
    title: section.split('\n', 1)[0] ?? '',
    text: `### ${section.trim()}`,
  }));
}

/** The rows of the first table of a Markdown text, without its head. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

/** One fault: what happens, whether that holds, and its test. */
export interface Fault {
  title: string;
  status: string;
  file: string;
}

const WAS_RUN = (status: string): boolean => status !== 'skipped' && status !== 'pending';

/**
 * The faults of a run, and of what was not run those that the document has, in the order of their files.
 * @param known of the document. @param exists whether a test file is still there.
 */
export function withKnown(
  found: readonly Fault[],
  known: readonly Fault[],
  exists: (file: string) => boolean,
): Fault[] {
  const files = new Set(found.map(({ file }) => file));
  const left = (fault: Fault): boolean =>
    files.has(fault.file)
      ? found.some(
          ({ title, file, status }) => title === fault.title && file === fault.file && !WAS_RUN(status),
        )
      : exists(fault.file);
  const all = [...found.filter(({ status }) => WAS_RUN(status)), ...known.filter(left)];
  const sorted = [...new Set(all.map(({ file }) => file))].sort();
  return sorted.flatMap((name) => all.filter(({ file }) => file === name));
}
