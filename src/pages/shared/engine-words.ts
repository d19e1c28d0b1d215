import { decimal, listed, scientific, text } from '../../words/text.ts';
import type { NotUsed, SelfTest } from '../../contracts/self-test.ts';
import type { EngineStatus } from '../../messages/schemas.ts';
import { duration } from './format.ts';
import { BACKEND_WORDS, UNCHECKED_WORDS } from '../../verdict/words.ts';
import type { Engine } from './use-engine-status.ts';

/** One sentence on the engine. */
export function engineLine(engine: Engine): string {
  if (engine.status === 'asking') return text('engine_asking');
  if (engine.status === 'asleep') return text('engine_asleep');
  const { report } = engine;
  switch (report.phase) {
    case 'starting':
      return text('engine_starting');
    case 'failed':
      return text('engine_failed', { why: UNCHECKED_WORDS[report.reason ?? 'engineLost'] });
    case 'ready':
      return readyLine(report);
  }
}

/** What is told where videos have to wait for the detector, or cannot be checked at all; empty otherwise. */
export function engineNotice(engine: Engine): string {
  if (engine.status !== 'awake') return '';
  switch (engine.report.phase) {
    case 'starting':
      return `${engineLine(engine)} ${text('engine_startingAdvice')}`;
    case 'failed':
      return `${engineLine(engine)} ${text('engine_failedAdvice')}`;
    case 'ready':
      return '';
  }
}

function readyLine({ backend, selfTests }: EngineStatus): string {
  if (backend !== 'wasm') return text('engine_ready');
  const tried = selfTests.some((test) => test.backend !== 'wasm' && !test.passed);
  return tried ? text('engine_readyNoGraphics') : text('engine_readyProcessor');
}

/** The particulars, as name and value; only those that are known. */
export function engineFacts(report: EngineStatus): { name: string; value: string }[] {
  const { backend, msPerFace, msPerDetection } = report;
  const facts = [
    { name: text('panel_runsOn'), value: backend ? BACKEND_WORDS[backend] : '' },
    ...report.selfTests.map((test) => ({
      name: text('engine_selfTest', { backend: BACKEND_WORDS[test.backend] }),
      value: selfTestWords(test),
    })),
    { name: text('engine_timeFace'), value: msPerFace === null ? '' : duration(msPerFace) },
    { name: text('engine_timeDetection'), value: msPerDetection === null ? '' : duration(msPerDetection) },
    { name: text('engine_frames'), value: report.framesDetected > 0 ? decimal(report.framesDetected) : '' },
    { name: text('engine_faces'), value: report.facesJudged > 0 ? decimal(report.facesJudged) : '' },
    { name: text('engine_queue'), value: report.queueLength > 0 ? decimal(report.queueLength) : '' },
  ];
  return facts.filter((fact) => fact.value !== '');
}

/** Why a backend is not used. */
function notUsedWords(why: NotUsed, worst: number | null): string {
  switch (why.code) {
    case 'otherSet':
    case 'otherPassed':
      return text(`engine_notUsed_${why.code}`, { backend: BACKEND_WORDS[why.backend] });
    case 'differs':
      return text('engine_notUsed_differs', {
        worst: worst === null ? 'NaN' : scientific(worst),
        allowed: decimal(why.allowed, 3),
      });
    case 'software':
      return text('engine_notUsed_software', { adapter: why.adapter });
    case 'failed':
      return text('engine_notUsed_failed', { detail: why.detail });
    default:
      return text(`engine_notUsed_${why.code}`);
  }
}

/** How a backend did in its self-test. */
export function selfTestWords({ notUsed, worst, msPerFace }: SelfTest): string {
  if (notUsed) return notUsedWords(notUsed, worst);
  return listed(
    [
      text('engine_passed'),
      worst === null ? '' : text('engine_worst', { worst: scientific(worst) }),
      msPerFace === null ? '' : text('engine_speed', { time: duration(msPerFace) }),
    ].filter((part) => part !== ''),
    'unit',
  );
}
