import { useRef } from 'preact/hooks';
import { clock } from '../../verdict/numbers.ts';
import { levelWords } from '../../verdict/timeline.ts';
import type { Band } from '../../contracts/band.ts';
import type { FaceChart } from './timeline-chart.ts';
import { text } from '../../words/text.ts';
import { LEVEL_WORDS } from '../../verdict/words.ts';

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Frames that Page Up and Page Down go by. */
const PAGE = 5;

/** Scores of one face over time. Frames are chosen by a click or, as on a slider, by the arrow keys. */
export function FaceChartView(props: {
  chart: FaceChart;
  limits: Band;
  /** The chosen frame's time; it need not be one of this face's. */
  chosenMs: number | null;
  /** Where the player is, as a share of the drawing; null where there is none. */
  playhead: number | null;
  onChoose: (timeMs: number) => void;
}) {
  const { chart, limits, chosenMs, playhead, onChoose } = props;
  const { points, track } = chart;
  const plot = useRef<HTMLDivElement>(null);
  const chosen = nearest(
    points.map(({ timeMs }) => timeMs),
    chosenMs ?? 0,
  );
  const point = points[chosen];
  if (!point) return null;

  function choose(index: number): void {
    const next = points[Math.min(points.length - 1, Math.max(0, index))];
    if (next) onChoose(next.timeMs);
  }

  function byKey(event: KeyboardEvent): void {
    const to = {
      ArrowRight: chosen + 1,
      ArrowUp: chosen + 1,
      ArrowLeft: chosen - 1,
      ArrowDown: chosen - 1,
      PageUp: chosen + PAGE,
      PageDown: chosen - PAGE,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  }

  function byClick({ clientX }: MouseEvent): void {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    choose(
      nearest(
        points.map(({ x }) => x),
        (clientX - box.left) / box.width,
      ),
    );
  }

  return (
    <div class="chart">
      <div class="chart-levels" aria-hidden="true">
        <span>{LEVEL_WORDS.manipulated}</span>
        <span>{text('chart_between')}</span>
        <span>{LEVEL_WORDS.noSign}</span>
      </div>
      <div
        class="plot"
        ref={plot}
        role="slider"
        tabIndex={0}
        aria-label={text('chart_frames', { track })}
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={chosen + 1}
        aria-valuetext={text('verdict_partAndReason', {
          part: clock(point.timeMs),
          reason: levelWords(point.probability, limits),
        })}
        onKeyDown={byKey}
        onClick={byClick}
      >
        {chart.bands.map(({ kind, y, height }) => (
          <span key={kind} class={`band ${kind}`} style={{ top: percent(y), height: percent(height) }} />
        ))}
        {chart.cuts.map((x) => (
          <span key={x} class="cut" style={{ left: percent(x) }} />
        ))}
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <polyline points={points.map(({ x, y }) => `${x.toFixed(4)},${y.toFixed(4)}`).join(' ')} />
        </svg>
        {playhead !== null && <span class="playhead" style={{ left: percent(playhead) }} />}
        {points.map(({ x, y, timeMs }, index) => (
          <span
            key={timeMs}
            class={index === chosen && chosenMs === timeMs ? 'dot chosen' : 'dot'}
            style={{ left: percent(x), top: percent(y) }}
          />
        ))}
      </div>
      <div class="chart-ticks" aria-hidden="true">
        {chart.ticks.map(({ x, label }) => (
          <span key={label} style={{ left: percent(x) }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Index of the value that lies closest. */
function nearest(values: readonly number[], to: number): number {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (Math.abs(value - to) < Math.abs((values[best] ?? 0) - to)) best = index;
  }
  return best;
}
