import type { EngineStatus } from '../messages/schemas.ts';
import { BACKEND_WORDS } from '../ui/backend-words.ts';
import { duration } from '../ui/format.ts';
import { UNCHECKED_WORDS } from '../verdict/words.ts';
import type { Engine } from './use-engine-status.ts';

/** One sentence on the engine. */
export function engineLine(engine: Engine): string {
  if (engine.status === 'asking') return 'Asking the detector…';
  if (engine.status === 'asleep') return 'The detector is asleep. It wakes when a video is checked.';
  const { report } = engine;
  switch (report.phase) {
    case 'starting':
      return 'The detector is starting and testing itself…';
    case 'failed':
      return `The detector cannot work: ${UNCHECKED_WORDS[report.reason ?? 'engineLost']}.`;
    case 'ready':
      return readyLine(report);
  }
}

function readyLine({ backend, selfTests }: EngineStatus): string {
  if (backend !== 'wasm') return 'The detector is ready.';
  const tried = selfTests.some((test) => test.backend !== 'wasm' && !test.passed);
  const why = tried ? 'No usable graphics card was found, so it runs' : 'It runs';
  return `The detector is ready. ${why} on the processor: slower, with the same verdicts.`;
}

/** The particulars, as name and value; only those that are known. */
export function engineFacts(report: EngineStatus): { name: string; value: string }[] {
  const facts = [
    { name: 'Runs on', value: report.backend ? BACKEND_WORDS[report.backend] : '' },
    { name: 'Detector version', value: report.modelVersion },
    ...report.selfTests.map((test) => ({
      name: `Self-test, ${test.backend}`,
      value: selfTestWords(test),
    })),
    { name: 'Time for one face', value: report.msPerFace === null ? '' : duration(report.msPerFace) },
    {
      name: 'Time to find faces',
      value: report.msPerDetection === null ? '' : duration(report.msPerDetection),
    },
    { name: 'Frames looked at', value: report.framesDetected > 0 ? String(report.framesDetected) : '' },
    { name: 'Faces judged', value: report.facesJudged > 0 ? String(report.facesJudged) : '' },
    { name: 'Waiting', value: report.queueLength > 0 ? String(report.queueLength) : '' },
  ];
  return facts.filter((fact) => fact.value !== '');
}

function selfTestWords(test: EngineStatus['selfTests'][number]): string {
  if (!test.passed) return test.detail ? `not used: ${test.detail}` : 'not used';
  const error = test.worst === null ? '' : `, largest difference ${test.worst.toExponential(1)}`;
  const speed = test.msPerFace === null ? '' : `, ${duration(test.msPerFace)} a face`;
  return `passed${error}${speed}`;
}
