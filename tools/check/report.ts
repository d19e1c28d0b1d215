import { scoreOf } from '../../src/verdict/numbers.ts';
import type { FileResult } from '../../src/checker/results.ts';
import type { Verdict } from '../../src/verdict/types.ts';
import { verdictLine } from '../../src/verdict/words.ts';

/** A file's outcome, from the extension's page or from before it got there. */
export type Line = Omit<FileResult, 'index'> & {
  /** More than the reason says, for files that never reached the browser: "there is no such file". */
  detail?: string;
};

/** A file that could not even be handed to the detector. */
export function unreadable(file: string, detail: string): Line {
  return notChecked(file, 'unreadable', detail);
}

export function notChecked(file: string, reason: 'unreadable' | 'engineLost', detail: string): Line {
  return {
    file,
    verdict: 'notChecked',
    reason,
    detail,
    probability: null,
    frames: 0,
    framesSeen: 0,
    faces: [],
    model: '',
    backend: null,
    ms: 0,
  };
}

/** One line of JSON; what a file has none of (`reason`, `detail`) is left out. */
export function jsonLine({ faces, ...line }: Line): string {
  const { file, verdict, reason, detail, probability, frames, framesSeen, model, backend, ms } = line;
  return JSON.stringify({
    file,
    verdict,
    reason,
    detail,
    probability,
    frames,
    framesSeen,
    // Without the timeline: a line is to be read by people as well.
    faces: faces.map((face) => ({
      track: face.track,
      probability: face.probability,
      frames: face.frames,
      box: face.box,
    })),
    model,
    backend,
    ms,
  });
}

/** The verdict as the extension words it. */
function words(line: Line): string {
  if (line.detail) return `Could not check (${line.detail})`;
  // The page's JSON has verdict and reason side by side; put together they are a verdict again.
  const verdict = { kind: line.verdict, reason: line.reason } as Verdict;
  return verdictLine(verdict);
}

/** The table, with a heading; the widest file name sets the first column. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.file,
    line.probability === null ? '–' : String(scoreOf(line.probability)),
    String(line.frames),
    String(line.faces.length),
    words(line),
  ]);
  const all = [['File', 'Score', 'Frames', 'Faces', 'Verdict'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
