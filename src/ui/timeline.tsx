import type { FaceSummary } from '../verdict/types.ts';
import { clock, percent } from './format.ts';

const WIDTH = 240;
const HEIGHT = 40;
const MARGIN = 5;

/** Where a face's points lie in the drawing. A single point, or several of one moment, sit in the middle. */
export function plot(timeline: FaceSummary['timeline']): { x: number; y: number }[] {
  const times = timeline.map((point) => point.timeMs);
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  return timeline.map(({ timeMs, probability }) => ({
    x: MARGIN + (WIDTH - 2 * MARGIN) * (span > 0 ? (timeMs - first) / span : 0.5),
    y: MARGIN + (HEIGHT - 2 * MARGIN) * (1 - probability),
  }));
}

/** One sentence that says what the drawing shows. */
export function timelineWords(face: FaceSummary): string {
  const { timeline } = face;
  if (timeline.length === 0) return `Face ${face.track}: no frame judged yet`;
  const values = timeline.map((point) => point.probability);
  const times = timeline.map((point) => point.timeMs);
  return (
    `Face ${face.track}: probability of manipulation in ${timeline.length} frames ` +
    `from ${clock(Math.min(...times))} to ${clock(Math.max(...times))}, ` +
    `lowest ${percent(Math.min(...values))}, highest ${percent(Math.max(...values))}`
  );
}

/** Probability over media time for one face; the same numbers stand in {@link TimelineTable}. */
export function Timeline({ face }: { face: FaceSummary }) {
  const points = plot([...face.timeline].sort((a, b) => a.timeMs - b.timeMs));
  const middle = HEIGHT / 2;
  return (
    <svg class="timeline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={timelineWords(face)}>
      <line class="middle" x1={0} x2={WIDTH} y1={middle} y2={middle} />
      <polyline class="line" points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
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
              <th scope="col">Probability of manipulation</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{clock(row.timeMs)}</td>
                <td>{row.track}</td>
                <td>{percent(row.probability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
