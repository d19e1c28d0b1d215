import type { Thresholds } from '../../../src/verdict/aggregation/aggregation.ts';
import { AS_IS } from '../../lib/manifest/conditions.ts';
import { type ScoredItem } from '../scores.ts';
import { featurePoints } from './features/points.ts';
import { featureFigure } from './plots/feature-plot.ts';
import { reliabilityPanel } from './plots/reliability-plot.ts';
import { riskPanel } from './plots/risk-plot.ts';
import { robustnessPanels } from './plots/robustness-plot.ts';
import { rocPanel } from './plots/roc-plot.ts';
import { scorePanel } from './plots/score-plot.ts';
import { figure, type Panel } from '../../lib/report/plots/svg.ts';
import { itemsOf, samplesOf, type JudgedSample } from './samples.ts';
import { ALL_METHODS, levelName, type SetSummary } from './summary.ts';

/** A picture of the results. */
export interface ResultFigure {
  /** Which part of the document shows it. */
  block: 'sets' | 'verdicts' | 'robustness' | 'features';
  /** Of the file, without its end. */
  name: string;
  /** What it shows, in a line. */
  alt: string;
  svg: string;
}

export interface FigureOptions {
  thresholds: Thresholds;
  /** The set that the network was trained on: the source domain of the pictures of features. */
  source: string;
}

/** Everything that is known of one set at one level. */
interface LevelResults {
  /** Of the files as they are. */
  items: ScoredItem[];
  samples: JudgedSample[];
  /** Of all conditions and methods. */
  summaries: SetSummary[];
  /** Of the files as they are, all methods together. */
  all: SetSummary;
}

const HEADINGS = { videos: 'whole videos', frames: 'frames by themselves', pictures: 'pictures' } as const;

function headingOf({ all }: LevelResults): string {
  return HEADINGS[levelName(all)];
}

/** All pictures that the items give reason for. The same items give the same pictures. */
export function figuresOf(
  summaries: readonly SetSummary[],
  items: readonly ScoredItem[],
  options: FigureOptions,
): ResultFigure[] {
  const sets = [...new Set(summaries.map(({ set }) => set))];
  return [
    ...sets.flatMap((set) => figuresOfSet(set, summaries, items, options.thresholds)),
    ...featureFigures(sets, items, options.source),
  ];
}

function figuresOfSet(
  set: string,
  summaries: readonly SetSummary[],
  items: readonly ScoredItem[],
  thresholds: Thresholds,
): ResultFigure[] {
  const levels = (['video', 'image'] as const).flatMap((level): LevelResults[] => {
    const own = summaries.filter((summary) => summary.set === set && summary.level === level);
    const all = own.find(({ method, condition }) => method === ALL_METHODS && condition === AS_IS);
    if (!all) return [];
    const asIs = items.filter(({ dataset, condition }) => dataset === set && condition === AS_IS);
    const levelItems = itemsOf(asIs, level);
    return [{ items: levelItems, samples: samplesOf(levelItems, level, thresholds), summaries: own, all }];
  });
  const panels = (draw: (results: LevelResults) => Panel | null): Panel[] =>
    levels.flatMap((results) => (results.samples.length > 0 ? (draw(results) ?? []) : []));
  const both = levels.some(({ all }) => all.auc !== null);

  return [
    ...drawn(
      'sets',
      set,
      'roc',
      `${set}: ROC curves`,
      panels((results) => rocPanel(headingOf(results), rocCurves(results))),
    ),
    ...drawn(
      'sets',
      set,
      'scores',
      `${set}: calibrated probabilities of either class`,
      panels((results) => scorePanel(headingOf(results), results.samples, thresholds)),
    ),
    ...drawn(
      'sets',
      set,
      'reliability',
      `${set}: what the probabilities are worth`,
      both ? panels((results) => reliabilityPanel(headingOf(results), results.samples)) : [],
      `Bars are Wilson’s 95 % intervals of the share in a bin${
        levels.some(({ all }) => levelName(all) === 'frames')
          ? '; frames of one video are not independent, so theirs are too short'
          : ''
      }.`,
    ),
    ...drawn(
      'verdicts',
      set,
      'risk',
      `${set}: errors over answers`,
      both ? panels((results) => riskPanel(headingOf(results), results.samples, results.all)) : [],
    ),
    ...robustnessFigure(set, levels),
  ];
}

/** All methods first, then each. */
function rocCurves({ summaries, items, samples }: LevelResults): Parameters<typeof rocPanel>[1] {
  return summaries
    .filter(({ condition }) => condition === AS_IS)
    .map((summary) => ({
      summary,
      samples: samples.filter(
        ({ item, fake }) => !fake || summary.method === ALL_METHODS || items[item]?.method === summary.method,
      ),
    }));
}

function robustnessFigure(set: string, levels: readonly LevelResults[]): ResultFigure[] {
  // Whole videos where there are any: that is what a user sees.
  const [results] = levels;
  if (!results) return [];
  const panels = robustnessPanels(results.summaries.filter(({ method }) => method === ALL_METHODS));
  const title = `${set}: recoded, ${headingOf(results)}`;
  const notes = [
    'Gentle to hard from left to right. Bands are 95 % intervals: of the AUC over whole items, of the false alarms Wilson’s.',
  ];
  return panels.length === 0
    ? []
    : [
        {
          block: 'robustness',
          name: `robustness-${slug(set)}`,
          alt: `${title}: AUC and false alarms over the strength of the treatment`,
          svg: figure({ title, description: describe(results.summaries), panels, notes, columns: 3 }),
        },
      ];
}

function describe(summaries: readonly SetSummary[]): string {
  return summaries
    .filter(({ method }) => method === ALL_METHODS)
    .map(({ condition, auc }) => `${condition}: AUC ${auc === null ? 'none' : auc.toFixed(3)}`)
    .join('; ');
}

function drawn(
  block: ResultFigure['block'],
  set: string,
  kind: string,
  title: string,
  panels: Panel[],
  note?: string,
): ResultFigure[] {
  if (panels.length === 0) return [];
  return [
    {
      block,
      name: `${kind}-${slug(set)}`,
      alt: title,
      svg: figure({
        title,
        description: `${title}. The figures are in the tables.`,
        panels,
        ...(note === undefined ? {} : { notes: [note] }),
      }),
    },
  ];
}

function featureFigures(
  sets: readonly string[],
  items: readonly ScoredItem[],
  source: string,
): ResultFigure[] {
  const asIs = items.filter(({ condition }) => condition === AS_IS);
  const known = featurePoints(
    asIs.filter(({ dataset }) => dataset === source),
    'source',
  );
  if (known.length === 0) return [];
  return sets.flatMap((set): ResultFigure[] => {
    const points = featurePoints(
      asIs.filter(({ dataset }) => dataset === set),
      'target',
    );
    if (set === source || points.length === 0) return [];
    const title = `Features of ${source} (source) and ${set} (target)`;
    const view = { heading: `${source} and ${set}`, points: [...known, ...points] };
    return [
      { block: 'features', name: `features-${slug(set)}`, alt: title, svg: featureFigure(title, [view]) },
    ];
  });
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
