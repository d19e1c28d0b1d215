import type { FaceSummary, Verdict } from '../../verdict/types.ts';
import { faceLine } from '../../verdict/words.ts';
import { html, setText } from './elements.ts';
import { count, scoreOf } from '../../verdict/numbers.ts';
import { timelineDrawing, timelineRows } from './timeline.ts';

/** One face in the details. Changed in place, so that an opened table stays open and the focus where it is. */
export class FaceItem {
  readonly element: HTMLLIElement;
  readonly #picture = html('img', { alt: '', width: 48, height: 48 });
  readonly #name = html('span', { class: 'name', dir: 'auto' });
  readonly #score = html('span', { class: 'soft', dir: 'auto' });
  readonly #rows = html('tbody');
  #drawing: SVGSVGElement = timelineDrawing([]);
  #drawn = '';

  constructor() {
    const head = html('tr', {}, html('th', { scope: 'col' }, 'Time'), html('th', { scope: 'col' }, 'Score'));
    this.element = html(
      'li',
      {},
      html('div', { class: 'face' }, this.#picture, this.#name, this.#score),
      this.#drawing,
      html(
        'details',
        {},
        html('summary', {}, 'Scores as a table'),
        html('table', {}, html('thead', {}, head), this.#rows),
      ),
    );
  }

  /** @param video the verdict on the video; null while it is awaited. */
  update(face: FaceSummary, video: Verdict | null): void {
    setText(this.#name, `Face ${face.track}: ${faceLine(face.verdict, video)}`);
    setText(
      this.#score,
      `Manipulation score ${scoreOf(face.probability)} of 100, ${count(face.frames, 'frame')}`,
    );
    this.#picture.hidden = face.thumbnail === '';
    if (face.thumbnail && this.#picture.src !== face.thumbnail) this.#picture.src = face.thumbnail;
    const drawn = JSON.stringify(face.timeline);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const drawing = timelineDrawing(face.timeline);
    this.#drawing.replaceWith(drawing);
    this.#drawing = drawing;
    this.#rows.replaceChildren(...timelineRows(face.timeline));
  }
}
