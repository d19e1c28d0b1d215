import { useEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../../verdict/numbers.ts';
import { heatPixels, heatSide } from '../../verdict/heat.ts';
import type { Box, VideoState } from '../../verdict/types.ts';
import { facesWords } from './frame-words.ts';
import type { JudgedFrame } from './record.ts';
import { text } from '../../words/text.ts';

/** The square that a mask covers: around the face's box, of its longer side. In shares of the frame. */
function maskSquare(box: Box, width: number, height: number): Box {
  const side = Math.max(box.width * width, box.height * height);
  const [wide, high] = [side / width, side / height];
  return { x: box.x + (box.width - wide) / 2, y: box.y + (box.height - high) / 2, width: wide, height: high };
}

const place = ({ x, y, width, height }: Box) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});

/** One judged frame: where its faces are and, of a face called likely manipulated, where the signs of blending are. */
export function FrameFigure(props: {
  frame: JudgedFrame;
  state: VideoState;
  /** Of the medium, in pixels. */
  width: number;
  height: number;
  /** A still picture has no time. */
  isStill: boolean;
}) {
  const { frame, state, width, height, isStill } = props;
  const [heat, setHeat] = useState(true);
  const accused = state.verdict.kind === 'manipulated';
  const masks = frame.faces.flatMap(({ track, box }) => {
    const face = state.faces.find((other) => other.track === track);
    // As with the heat of a face: under any other verdict it would accuse where the words do not.
    const shown = accused && face?.verdict.kind === 'manipulated' && face.mask !== undefined;
    return shown && face.mask ? [{ track, mask: face.mask, square: maskSquare(box, width, height) }] : [];
  });
  const told = facesWords(frame, state);
  const line = isStill
    ? text('frame_still', { told })
    : text('frame_at', { time: clock(frame.timeMs), told });
  return (
    <figure class="frame">
      <div class="frame-picture" style={{ aspectRatio: `${width} / ${height}` }}>
        <img src={frame.picture} alt="" />
        {heat && masks.map(({ track, mask, square }) => <Heat key={track} mask={mask} square={square} />)}
        {frame.faces.map(({ track, box }) => (
          <span key={track} class="face-box" style={place(box)} aria-hidden="true">
            <b>{track}</b>
          </span>
        ))}
      </div>
      <figcaption class="quiet">
        <p>{line}</p>
        {masks.length > 0 && (
          <label class="option">
            <input type="checkbox" checked={heat} onChange={() => setHeat(!heat)} />
            <span>{text('frame_heat')}</span>
          </label>
        )}
      </figcaption>
    </figure>
  );
}

function Heat({ mask, square }: { mask: readonly number[]; square: Box }) {
  const side = heatSide(mask);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(heatPixels(mask), side), 0, 0);
  }, [mask, side]);
  return (
    <canvas
      ref={canvas}
      class="frame-heat"
      width={side}
      height={side}
      style={place(square)}
      aria-hidden="true"
    />
  );
}
