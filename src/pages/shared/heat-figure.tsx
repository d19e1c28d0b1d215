import { text } from '../../words/text.ts';
import { useEffect, useRef } from 'preact/hooks';
import { heatLegend, heatPixels, heatSide, heatWords, type HeatedFace } from '../../verdict/heat.ts';

/** Where the most suspicious face shows signs of blending: its picture with an overlay, and the same in words. */
export function HeatFigure({ face }: { face: HeatedFace }) {
  const side = heatSide(face.mask);
  const overlay = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // The browser smooths the few fields when it scales them up.
    overlay.current?.getContext('2d')?.putImageData(new ImageData(heatPixels(face.mask), side), 0, 0);
  }, [face.mask, side]);
  return (
    <figure class="heat">
      <div class="face-heat">
        <img src={face.thumbnail} alt="" />
        <canvas ref={overlay} width={side} height={side} aria-hidden="true" />
      </div>
      <figcaption>
        <p>{text('face_line', { track: face.track, line: heatWords(face.mask) })}</p>
        <p class="quiet">{heatLegend()}</p>
      </figcaption>
    </figure>
  );
}
