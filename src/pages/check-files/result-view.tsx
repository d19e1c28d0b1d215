import { plural, text } from '../../words/text.ts';
import { useRef, useState } from 'preact/hooks';
import type { VideoState } from '../../verdict/types.ts';
import { bandsLegend, faceLine, QUALITY_WORDS, rarityOf, rarityQuestion } from '../../verdict/words.ts';
import { heatedFace } from '../../verdict/heat.ts';
import { placeWords } from '../shared/face-list.tsx';
import { duration } from '../shared/format.ts';
import { HeatFigure } from '../shared/heat-figure.tsx';
import { TimelineTable } from '../shared/timeline.tsx';
import { VerdictIcon } from '../shared/verdict-icon.tsx';
import { FaceChartView } from './face-chart.tsx';
import { FrameFigure } from './frame-figure.tsx';
import { verdictIn } from './item.ts';
import type { Medium } from './medium.ts';
import { Player } from './player.tsx';
import type { CheckRecord } from './record.ts';
import { shotSummaries } from './shot-words.ts';
import { faceCharts } from './timeline-chart.ts';
import { Facts } from '../shared/facts.tsx';

/** What a result rests on: the medium beside its faces' scores over time; a chosen frame is shown with its faces. */
export function ResultView({ record, medium }: { record: CheckRecord; medium: Medium | null }) {
  const { state } = record;
  if (!state) return null;
  return <Evidence record={record} state={state} medium={medium} />;
}

function Evidence({
  record,
  state,
  medium,
}: {
  record: CheckRecord;
  state: VideoState;
  medium: Medium | null;
}) {
  const verdict = verdictIn(record);
  const charts = faceCharts(record);
  const [chosenMs, setChosenMs] = useState<number | null>(() => mostSuspicious(record));
  const [playheadMs, setPlayheadMs] = useState<number | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const isStill = record.durationMs === 0;
  const frame = record.frames.find(({ timeMs }) => timeMs === chosenMs) ?? record.frames[0];
  const rarity = rarityOf(verdict, state);
  const heated = heatedFace({ faces: state.faces, verdict });
  const shots = shotSummaries(record);

  function choose(timeMs: number): void {
    setChosenMs(timeMs);
    if (!video.current) return;
    video.current.pause();
    video.current.currentTime = timeMs / 1000;
  }

  return (
    <>
      <div class="beside">
        <div class="media">
          {medium && !isStill && (
            <Player medium={medium} name={record.name} video={video} onTime={setPlayheadMs} />
          )}
          {frame && (
            <FrameFigure
              frame={frame}
              state={state}
              width={record.width}
              height={record.height}
              isStill={isStill}
            />
          )}
        </div>
        <ul class="faces">
          {charts.map((chart) => {
            const face = state.faces.find(({ track }) => track === chart.track);
            if (!face) return null;
            const provisional = verdict.kind === 'notChecked';
            return (
              <li key={chart.track} class="face-row">
                <p class="face-line">
                  <VerdictIcon name={provisional ? verdict.kind : face.verdict.kind} size={14} />
                  <span>
                    <strong>{text('face_placed', { track: face.track, place: placeWords(face.box) })}</strong>{' '}
                    {faceLine(face.verdict, verdict)}
                  </span>
                </p>
                <p class="quiet">{plural('frames', face.frames)}</p>
                {!isStill && (
                  <FaceChartView
                    chart={chart}
                    limits={state.limits}
                    chosenMs={frame?.timeMs ?? null}
                    playhead={
                      playheadMs === null || record.durationMs <= 0
                        ? null
                        : Math.min(1, playheadMs / record.durationMs)
                    }
                    onChoose={choose}
                  />
                )}
              </li>
            );
          })}
          {charts.length > 0 && !isStill && <li class="quiet">{bandsLegend()}</li>}
        </ul>
      </div>
      {shots.length > 0 && (
        <details>
          <summary>{plural('shots', shots.length)}</summary>
          <ul class="shots">
            {shots.map(({ name, words, firstMs }) => (
              <li key={name}>
                {firstMs === null ? (
                  <span>{name}</span>
                ) : (
                  <button type="button" onClick={() => choose(firstMs)}>
                    {name}
                  </button>
                )}{' '}
                <span class="quiet">{words}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {heated && <HeatFigure face={heated} />}
      {rarity && (
        <details class="rarity">
          <summary>{rarityQuestion()}</summary>
          <p class="quiet">{rarity}</p>
        </details>
      )}
      <TimelineTable faces={state.faces} limits={state.limits} />
      <Facts
        state={state}
        ways={[
          record.source.kind === 'file' ? QUALITY_WORDS.file : text('quality_address'),
          text('evidence_took', { time: duration(record.ms) }),
        ]}
      />
    </>
  );
}

/** The frame with the highest score, where the eye goes first. */
function mostSuspicious({ frames }: CheckRecord): number | null {
  const worst = (faces: CheckRecord['frames'][number]['faces']): number =>
    Math.max(0, ...faces.map(({ probability }) => probability));
  const [first] = [...frames].sort((a, b) => worst(b.faces) - worst(a.faces));
  return first?.timeMs ?? null;
}
