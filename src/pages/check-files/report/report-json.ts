import { verdictIn } from '../item.ts';
import { recordWords } from '../item-words.ts';
import type { CheckRecord } from '../record.ts';
import { shotSummaries } from '../shot-words.ts';
import { notProven } from './report-words.ts';
import { text } from '../../../words/text.ts';

/** The report of one check for programs: everything that the HTML says, with its numbers. Without pictures. */
export function reportJson(record: CheckRecord): string {
  const { state, source } = record;
  const verdict = verdictIn(record);
  return JSON.stringify(
    {
      format: 'fakefilter-report',
      version: 1,
      name: record.name,
      checkedAt: new Date(record.checkedAt).toISOString(),
      source:
        source.kind === 'file'
          ? { kind: 'file', bytes: source.bytes, sha256: source.sha256 }
          : { kind: 'address', url: source.url, sha256: null },
      medium: { durationMs: record.durationMs, width: record.width, height: record.height },
      verdict: { ...verdict, words: recordWords(record).line },
      ...(record.convertedBy === undefined ? {} : { convertedBy: record.convertedBy }),
      ...(record.codec === undefined ? {} : { codec: record.codec }),
      probability: state?.probability ?? null,
      limits: state?.limits ?? null,
      suspiciousFrom: state?.suspiciousFrom ?? null,
      precisionWhereOneIn100IsFake: state?.precisionWhereRare ?? null,
      framesSeen: state?.framesSeen ?? 0,
      framesJudged: state?.framesJudged ?? 0,
      framesRepeated: state?.framesRepeated ?? 0,
      faces: (state?.faces ?? []).map(({ thumbnail: _, ...face }) => face),
      frames: record.frames.map(({ timeMs, faces }) => ({ timeMs, faces })),
      shots: record.shots,
      shotWords: shotSummaries(record).map(({ name, words }) =>
        text('verdict_partAndReason', { part: name, reason: words }),
      ),
      comparedWithGenuine: record.comparison ?? null,
      contentCredentials: record.credentials ?? null,
      settings: { framesAsked: record.framesAsked },
      detector: { version: state?.modelVersion ?? null, backend: state?.backend ?? null },
      program: { name: 'FakeFilter', version: record.extension },
      tookMs: Math.round(record.ms),
      doesNotProve: notProven(),
    },
    null,
    2,
  );
}
