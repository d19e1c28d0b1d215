import { scoreOf } from '../../src/verdict/numbers.ts';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import type { Verdict } from '../../src/verdict/types.ts';
import { notLookedFor, verdictLine } from '../../src/verdict/words.ts';

/** A file's outcome, from the extension's page or from before it got there. */
export type Line = Omit<FileResult, 'index'> & {
  /** More than the reason says, for files that never reached the browser: "there is no such file". */
  detail?: string;
  /** What made a file of it that the browser decodes: "ffmpeg 7.1". */
  convertedBy?: string;
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

/** One line of JSON; what a file has none of (`reason`, `detail`, `codec`, `convertedBy`) is left out. */
export function jsonLine({ faces, ...line }: Line): string {
  const { file, verdict, reason, part, detail, codec, convertedBy } = line;
  const { probability, frames, framesSeen, model, backend, ms } = line;
  return JSON.stringify({
    file,
    verdict,
    reason,
    part,
    detail,
    codec,
    convertedBy,
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

/** The verdict as the extension words it, and whether it is on a converted file. */
function words(line: Line): string {
  if (line.convertedBy === undefined) return verdictWords(line);
  return `${verdictWords(line)}, converted${line.codec === undefined ? '' : ` from ${line.codec}`} by ${line.convertedBy}`;
}

function verdictWords(line: Line): string {
  if (line.detail) return `Could not check (${line.detail})`;
  // The page's JSON has verdict, reason and part side by side; put together they are a verdict again.
  const verdict = { kind: line.verdict, reason: line.reason, part: line.part } as Verdict;
  return verdictLine(verdict);
}

/** Only where a verdict is reached: beside "Unclear" a number reads as a probability, which nobody claims. */
function score({ verdict, probability }: Line): string {
  const isClear = verdict === 'manipulated' || verdict === 'noSign';
  return isClear && probability !== null ? String(scoreOf(probability)) : '–';
}

/** The table, with a heading; the widest file name sets the first column. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.file,
    score(line),
    String(line.frames),
    String(line.faces.length),
    words(line),
  ]);
  const all = [['File', 'Score', 'Frames', 'Faces', 'Verdict'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const reassured = lines.some(({ verdict }) => verdict === 'noSign');
  const text = all
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
  return reassured ? `${text}\n\n${notLookedFor()}` : text;
}
