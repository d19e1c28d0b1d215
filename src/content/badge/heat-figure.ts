import { text } from '../../words/text.ts';
import { heatLegend, heatPixels, heatSide, heatWords, type HeatedFace } from '../../verdict/heat.ts';
import { html, setText } from './elements.ts';

/** Where the most suspicious face shows signs of blending: its picture with an overlay, and the same in words. */
export class HeatFigure {
  readonly element: HTMLDivElement;
  // Their words stand beside them.
  readonly #picture = html('img', { alt: '' });
  readonly #overlay = html('canvas', { 'aria-hidden': 'true' });
  readonly #words = html('p', { dir: 'auto' });
  #drawn = '';

  constructor() {
    this.element = html(
      'div',
      { class: 'heat', role: 'figure', hidden: '' },
      html('div', { class: 'face-heat' }, this.#picture, this.#overlay),
      html('div', {}, this.#words, html('p', { class: 'soft', dir: 'auto' }, heatLegend())),
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
    setText(this.#words, text('face_line', { track: face.track, line: heatWords(face.mask) }));
    if (this.#picture.src !== face.thumbnail) this.#picture.src = face.thumbnail;
    const drawn = face.mask.join();
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    // The browser smooths the few fields when it scales them up.
    const side = heatSide(face.mask);
    this.#overlay.width = this.#overlay.height = side;
    this.#overlay.getContext('2d')?.putImageData(new ImageData(heatPixels(face.mask), side), 0, 0);
  }
}
