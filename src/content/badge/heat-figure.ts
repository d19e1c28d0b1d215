import { HEAT_LEGEND, HEAT_SIDE, heatPixels, heatWords, type HeatedFace } from '../../verdict/heat.ts';
import { html, setText } from './elements.ts';

/** Where the most suspicious face shows signs of blending: its picture with an overlay, and the same in words. */
export class HeatFigure {
  readonly element: HTMLElement;
  // Their words stand beside them.
  readonly #picture = html('img', { alt: '' });
  readonly #overlay = html('canvas', { width: HEAT_SIDE, height: HEAT_SIDE, 'aria-hidden': 'true' });
  readonly #words = html('p', { dir: 'auto' });
  #drawn = '';

  constructor() {
    this.element = html(
      'figure',
      { class: 'heat', hidden: '' },
      html('div', { class: 'face-heat' }, this.#picture, this.#overlay),
      html('figcaption', {}, this.#words, html('p', { class: 'soft', dir: 'auto' }, HEAT_LEGEND)),
    );
  }

  update(face: HeatedFace | null): void {
    this.element.hidden = face === null;
    if (!face) {
      // No picture stays behind a verdict that is gone.
      this.#picture.removeAttribute('src');
      this.#drawn = '';
      return;
    }
    setText(this.#words, `Face ${face.track}: ${heatWords(face.mask)}`);
    if (this.#picture.src !== face.thumbnail) this.#picture.src = face.thumbnail;
    const drawn = face.mask.join();
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    // The browser smooths the few fields when it scales them up.
    this.#overlay.getContext('2d')?.putImageData(new ImageData(heatPixels(face.mask), HEAT_SIDE), 0, 0);
  }
}
