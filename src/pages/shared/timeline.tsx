import { text } from '../../words/text.ts';
import type { Band } from '../../contracts/band.ts';
import { clock } from '../../verdict/numbers.ts';
import { levelWords, plotBands, plotPoints, polyline, timelineWords } from '../../verdict/timeline.ts';
import type { FaceSummary } from '../../verdict/types.ts';
import { bandsLegend } from '../../verdict/words.ts';

const PLOT = { width: 240, height: 40, margin: 5 };

/** Scores over media time for one face, on the bands in which they mean something; the same in words: {@link TimelineTable}. */
export function Timeline({ face, limits }: { face: FaceSummary; limits: Band }) {
  const timeline = [...face.timeline].sort((a, b) => a.timeMs - b.timeMs);
  const points = plotPoints(timeline, PLOT);
  return (
    <svg
      class="timeline"
      viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
      role="img"
      aria-label={text('face_line', { track: face.track, line: timelineWords(timeline, limits) })}
    >
      <title>{bandsLegend()}</title>
      {plotBands(limits, PLOT).map(({ kind, y, height }) => (
        <rect key={kind} class={`band ${kind}`} x={0} y={y} width={PLOT.width} height={height} />
      ))}
      <polyline class="line" points={polyline(points)} />
      {points.map(({ x, y }, i) => (
        <circle key={i} class="point" cx={x.toFixed(1)} cy={y.toFixed(1)} r={2.2} />
      ))}
    </svg>
  );
}

/** What the drawings of all faces show, in order of time. */
export function TimelineTable({ faces, limits }: { faces: readonly FaceSummary[]; limits: Band }) {
  const rows = faces
    .flatMap((face) => face.timeline.map((point) => ({ ...point, track: face.track })))
    .sort((a, b) => a.timeMs - b.timeMs || a.track - b.track);
  if (rows.length === 0) return null;
  return (
    <details class="numbers">
      <summary>{text('timeline_table')}</summary>
      <div class="scroll" tabIndex={0} role="group" aria-label={text('timeline_table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('column_time')}</th>
              <th scope="col">{text('column_face')}</th>
              <th scope="col">{text('column_score')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{clock(row.timeMs)}</td>
                <td>{row.track}</td>
                <td>{levelWords(row.probability, limits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
