import { clock, scoreOf } from '../verdict/numbers.ts';
import { plotPoints, polyline, timelineWords } from '../verdict/timeline.ts';
import type { FaceSummary } from '../verdict/types.ts';

const WIDTH = 240;
const HEIGHT = 40;
const MARGIN = 5;

/** Manipulation score over media time for one face; the same numbers stand in {@link TimelineTable}. */
export function Timeline({ face }: { face: FaceSummary }) {
  const timeline = [...face.timeline].sort((a, b) => a.timeMs - b.timeMs);
  const points = plotPoints(timeline, { width: WIDTH, height: HEIGHT, margin: MARGIN });
  const middle = HEIGHT / 2;
  return (
    <svg
      class="timeline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Face ${face.track}: ${timelineWords(timeline)}`}
    >
      <line class="middle" x1={0} x2={WIDTH} y1={middle} y2={middle} />
      <polyline class="line" points={polyline(points)} />
      {points.map(({ x, y }, i) => (
        <circle key={i} class="point" cx={x.toFixed(1)} cy={y.toFixed(1)} r={2.2} />
      ))}
    </svg>
  );
}

/** The numbers behind the drawings of all faces, in order of time. */
export function TimelineTable({ faces }: { faces: readonly FaceSummary[] }) {
  const rows = faces
    .flatMap((face) => face.timeline.map((point) => ({ ...point, track: face.track })))
    .sort((a, b) => a.timeMs - b.timeMs || a.track - b.track);
  if (rows.length === 0) return null;
  return (
    <details class="numbers">
      <summary>Frame by frame</summary>
      <div class="scroll" tabIndex={0} role="group" aria-label="Frame by frame">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Face</th>
              <th scope="col">Manipulation score</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{clock(row.timeMs)}</td>
                <td>{row.track}</td>
                <td>{scoreOf(row.probability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
