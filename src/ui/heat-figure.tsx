import { useEffect, useRef } from 'preact/hooks';
import { HEAT_LEGEND, HEAT_SIDE, heatPixels, heatWords, type HeatedFace } from '../verdict/heat.ts';

/** Where the most suspicious face shows signs of blending: its picture with an overlay, and the same in words. */
export function HeatFigure({ face }: { face: HeatedFace }) {
  const overlay = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // The browser smooths the few fields when it scales them up.
    overlay.current?.getContext('2d')?.putImageData(new ImageData(heatPixels(face.mask), HEAT_SIDE), 0, 0);
  }, [face.mask]);
  return (
    <figure class="heat">
      <div class="face-heat">
        <img src={face.thumbnail} alt="" />
        <canvas ref={overlay} width={HEAT_SIDE} height={HEAT_SIDE} aria-hidden="true" />
      </div>
      <figcaption>
        <p>
          Face {face.track}: {heatWords(face.mask)}
        </p>
        <p class="quiet">{HEAT_LEGEND}</p>
      </figcaption>
    </figure>
  );
}
