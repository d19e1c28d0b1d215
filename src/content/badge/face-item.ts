import { plural, text } from '../../words/text.ts';
import type { Band } from '../../contracts/band.ts';
import type { FaceSummary, Verdict } from '../../verdict/types.ts';
import { faceLine } from '../../verdict/words.ts';
import { html, setText } from './elements.ts';
import { timelineDrawing, timelineRows } from './timeline.ts';

/** One face in the details. Changed in place, so that an opened table stays open and the focus where it is. */
export class FaceItem {
  readonly element: HTMLLIElement;
  readonly #picture = html('img', { alt: '', width: 48, height: 48 });
  readonly #name = html('span', { class: 'name', dir: 'auto' });
  readonly #frames = html('span', { class: 'soft', dir: 'auto' });
  readonly #rows = html('tbody');
  readonly #drawing = html('div');
  #drawn = '';

  constructor() {
    const head = html(
      'tr',
      {},
      html('th', { scope: 'col' }, text('column_time')),
      html('th', { scope: 'col' }, text('column_score')),
    );
    this.element = html(
      'li',
      {},
      html('div', { class: 'face' }, this.#picture, this.#name, this.#frames),
      this.#drawing,
      html(
        'details',
        {},
        html('summary', {}, text('timeline_table')),
        html('table', {}, html('thead', {}, head), this.#rows),
      ),
    );
  }

  /** @param video the verdict on the video; null while it is awaited. */
  update(face: FaceSummary, limits: Band, video: Verdict | null): void {
    setText(this.#name, text('face_line', { track: face.track, line: faceLine(face.verdict, video) }));
    setText(this.#frames, plural('frames', face.frames));
    this.#picture.hidden = face.thumbnail === '';
    if (face.thumbnail && this.#picture.src !== face.thumbnail) this.#picture.src = face.thumbnail;
    const drawn = JSON.stringify([face.timeline, limits]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#drawing.replaceChildren(timelineDrawing(face.timeline, limits));
    this.#rows.replaceChildren(...timelineRows(face.timeline, limits));
  }
}
