import path from 'node:path';
import * as v from 'valibot';
import { sigmoid } from '../../src/verdict/aggregation/aggregation.ts';
import { UNCHECKED_WORDS } from '../../src/verdict/words.ts';
import { mayConvert } from '../lib/ffmpeg.ts';
import { ResultLog } from '../measuring/cache.ts';
import type { EngineAnswer, FrameAnswer, ItemAnswer } from '../page/requests.ts';
import { Progress } from '../lib/command-line/progress.ts';
import { runTasks } from '../measuring/run-tasks.ts';
import { AS_IS } from '../lib/manifest/conditions.ts';
import { ScoredItemSchema, type ScoredFrame, type ScoredItem } from './scores.ts';
import { taskKey, type Task } from '../measuring/task.ts';

/** Digits kept of what the network says; single precision has seven. */
function rounded(value: number): number {
  return Number(value.toPrecision(7));
}

function scoredFrame({
  timeMs,
  logit,
  logOdds,
  distance,
  side,
  sharpness,
  noise,
  detail,
  lettering,
  graphic,
  roll,
  yaw,
  feature,
}: FrameAnswer): ScoredFrame {
  return {
    time: timeMs / 1000,
    logit: rounded(logit),
    probability: rounded(sigmoid(logOdds)),
    distance: rounded(distance),
    side: rounded(side),
    sharpness: rounded(sharpness),
    noise: rounded(noise),
    detail: rounded(detail),
    lettering: rounded(lettering),
    graphic: rounded(graphic),
    roll: rounded(roll),
    yaw: rounded(yaw),
    ...(feature.length > 0 && { feature: feature.map(rounded) }),
  };
}

function about({
  item,
  condition,
}: Task): Omit<ScoredItem, 'outcome' | 'probability' | 'verdict' | 'frames' | 'model' | 'backend'> {
  const { path: name, dataset, label, method, group, kind } = item;
  return { path: name, dataset, label, method, group, kind, condition: condition.name };
}

/** The score of a task by the page's answer. */
export function scoreOf(task: Task, answer: ItemAnswer, { model, backend }: EngineAnswer): ScoredItem {
  const { verdict, probability, frames } = answer;
  const reason = 'reason' in verdict ? { reason: verdict.reason } : {};
  const common = { ...about(task), probability, verdict: verdict.kind, ...reason, model, backend };
  if (verdict.kind !== 'notChecked') {
    return { ...common, outcome: 'judged', frames: frames.map(scoredFrame) };
  }
  if (verdict.reason === 'noFace') return { ...common, outcome: 'noFace', frames: [] };
  return { ...common, outcome: 'unreadable', detail: UNCHECKED_WORDS[verdict.reason], frames: [] };
}

/** The score of a task that the engine could not be asked about, or not to the end. */
function withoutAnswer(task: Task, detail: string, engine: EngineAnswer | null): ScoredItem {
  return {
    ...about(task),
    outcome: 'unreadable',
    detail,
    probability: null,
    verdict: 'notChecked',
    reason: 'unreadable',
    frames: [],
    model: engine?.model ?? '',
    backend: engine?.backend ?? '',
  };
}

export interface Measuring {
  /** Results and files made on the way. */
  cache: string;
  /** Version of the engine and its weights; see `engineIdentity`. */
  engine: string;
  features: boolean;
  signal: AbortSignal;
  tell: (sentence: string) => void;
}

/**
 * The scores of all tasks, in their order: those of an earlier run from the cache, the others by the engine in a browser,
 * which is started only if it is needed.
 * @throws EngineUnavailable; the signal's reason once it is aborted, with everything up to then in the cache.
 */
export async function measure(tasks: readonly Task[], measuring: Measuring): Promise<ScoredItem[]> {
  const { cache, engine, features, signal, tell } = measuring;
  const log = await ResultLog.open(path.join(cache, `scores-${engine}.jsonl`), (json) =>
    v.parse(ScoredItemSchema, json),
  );
  const keys = new Map<Task, string | null>();
  const scores = new Map<Task, ScoredItem>();
  for (const task of tasks) {
    const key = await taskKey(task, engine, { features });
    keys.set(task, key);
    const known = key === null ? withoutAnswer(task, 'there is no such file', null) : log.get(key);
    // Labels and names are the manifest's of today; the rest is what was measured.
    if (known && !isWorthAnotherTry(known)) scores.set(task, { ...known, ...about(task) });
  }
  const missing = tasks.filter((task) => !scores.has(task));
  if (missing.length > 0) {
    tell(
      missing.length === tasks.length
        ? `Measuring ${missing.length} items …`
        : `Measuring ${missing.length} items; ${tasks.length - missing.length} of ${tasks.length} are known …`,
    );
    await runTasks<ItemAnswer>(
      missing,
      { folder: path.join(cache, 'recoded'), signal, progress: new Progress(missing.length) },
      {
        ask: (driver, files, items) => driver.score(files, items, features),
        refusal: ({ verdict }) => (verdict.kind === 'notChecked' ? verdict.reason : null),
      },
      (task, outcome, driver) => {
        const key = keys.get(task);
        if ('trouble' in outcome || !driver.engine) {
          const why = 'trouble' in outcome ? outcome.trouble : 'the engine did not start';
          scores.set(task, withoutAnswer(task, why, driver.engine));
        } else {
          const { answer, convertedBy } = outcome;
          const score = { ...scoreOf(task, answer, driver.engine), ...(convertedBy && { convertedBy }) };
          scores.set(task, score);
          if (key) log.add(key, score);
        }
        return Promise.resolve();
      },
    );
  }
  const all = tasks.flatMap((task) => scores.get(task) ?? []);
  const converted = all.filter(({ convertedBy }) => convertedBy !== undefined);
  if (converted[0]?.convertedBy !== undefined) {
    tell(
      `${converted.length} of ${all.length} could not be decoded by the browser and were converted first, without loss, by ${converted[0].convertedBy}`,
    );
  }
  return all;
}

/** Refused when there was no converter yet. */
function isWorthAnotherTry({ reason, condition }: ScoredItem): boolean {
  return reason === 'unsupportedCodec' && condition === AS_IS && mayConvert(reason);
}
