import path from 'node:path';
import { POINTS_PER_CLASS } from './features/points.ts';
import { TUNABLES } from '../../../src/verdict/tunables.ts';
import type { ResultFigure } from './figures.ts';
import { DRAWS } from '../../lib/report/metrics/bootstrap.ts';
import type { SetSummary } from './summary.ts';
import { methodTable, robustnessTable, ruleTable, setTable, verdictTable } from './tables.ts';

/** A part of docs/results/detector.md that the command owns. */
export interface Block {
  name: string;
  /** Above it, where the document does not have it yet. */
  heading: string;
  /** Markdown. */
  body: string;
}

export interface BlockOptions {
  /** The command that printed the figures, as its user typed it. */
  command: string;
  draws?: number;
}

/** The parts that have something to show. */
export function blocksOf(
  summaries: readonly SetSummary[],
  figures: readonly ResultFigure[],
  { command, draws = DRAWS }: BlockOptions,
): Block[] {
  const models = [...new Set(summaries.flatMap(({ model }) => (model === '' ? [] : [model])))].sort();
  const backends = [...new Set(summaries.flatMap(({ backend }) => (backend === '' ? [] : [backend])))].sort();
  const source = `Printed by \`${publicCommand(command)}\`: weights ${code(models)}, backend ${code(backends)}.`;
  const block = (name: string, heading: string, table: string, words: string): Block[] => {
    const own = figures.filter((figure) => figure.block === name);
    if (table === '' && own.length === 0) return [];
    const pictures = own.map((figure) => `![${figure.alt}](../pictures/results/${figure.name}.svg)`);
    const body = [`${source} ${words}`, table, ...pictures].filter((part) => part !== '').join('\n\n');
    return [{ name, heading, body }];
  };
  return [
    ...block(
      'sets',
      'What the scores tell apart',
      setTable(summaries),
      `Positive class: manipulated. Intervals: bootstrap of ${draws.toLocaleString('en')} draws of whole videos or pictures, genuine and manipulated ones apart; ` +
        '“over groups” draws whole groups (original video, subject, swap pair; their number in brackets). EER by linear interpolation. Accuracy at even odds. ' +
        'TPR: the best threshold with at most so many false alarms. ECE: 15 bins of equal mass; with few samples it is too high even for perfect calibration. ' +
        '“All files” counts those without a verdict as even odds. Of sets that training took faces of (dfdc-faces, utkface-real) only groups of its test part are shown, ' +
        'which nothing was learned from or chosen by, unless the command names another.',
    ),
    ...block(
      'verdicts',
      'What a user is told',
      verdictTable(summaries),
      'False alarms and caught: _Likely manipulated_, with Wilson’s 95 % interval, for frames as wide as if each video were one. A frame or picture by itself is judged as if it were ' +
        `all there is and that were enough: of fewer than ${TUNABLES.framesMinimum} frames the extension itself only ever says _Unclear_, so its users are told what stands in the rows of videos. ` +
        '_No sign found_ on a manipulated video counts as wrong. Precision where so many videos are manipulated; in brackets with the upper end of the false alarms.',
    ),
    ...block(
      'methods',
      'Method by method',
      methodTable(summaries),
      'Each method against all genuine ones of its set.',
    ),
    ...block(
      'rules',
      'The paper’s rule beside ours',
      ruleTable(summaries),
      'The paper calls a video manipulated if more than half of its frames are, each at even odds; its score is the share of such frames. Ours knows _Unclear_; its accuracy ' +
        'is that of the score at even odds, its false alarms are _Likely manipulated_. Gains with paired 95 % intervals over videos.',
    ),
    ...block(
      'robustness',
      'Recoded, blurred, made smaller, turned',
      robustnessTable(summaries),
      'Both classes got the same treatment. The change is a paired one, on the files judged both times.',
    ),
    ...block(
      'features',
      'Where the domains lie',
      '',
      `Principal components of the network’s features; at most ${POINTS_PER_CLASS} faces of either class a domain.`,
    ),
  ];
}

function code(names: readonly string[]): string {
  return names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ');
}

/** Without the folders of the machine it ran on: of a path that begins at the root only the last part is kept. */
export function publicCommand(command: string): string {
  return command
    .replaceAll(/(^|[\s='"])(?:~|[A-Za-z]:)?[\\/][^\s'"]*/g, (found, before: string) => {
      const name = path.posix.basename(found.slice(before.length).replaceAll('\\', '/'));
      return `${before}${name}`;
    })
    .replaceAll('`', '');
}
