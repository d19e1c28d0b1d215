import type { Verdict, VideoState } from '../../verdict/types.ts';
import { heatedFace } from '../../verdict/heat.ts';
import { scoreOf } from '../../verdict/numbers.ts';
import { QUALITY_WORDS, meaningOf } from '../../verdict/words.ts';
import { html, setText } from './elements.ts';
import { FaceItem } from './face-item.ts';
import { HeatFigure } from './heat-figure.ts';
import { icon } from './icon.ts';
import { headline, shapeOf, type Shown } from './words.ts';

export const PANEL_ID = 'details';
const TITLE_ID = 'details-title';

const FACTS = {
  score: 'Score (0–100)',
  frames: 'Frames',
  quality: 'Picture',
  detector: 'Detector',
  backend: 'Runs on',
} as const;
type Fact = keyof typeof FACTS;

/** The details of one video: a dialog that leaves the page usable, updated in place while it is open. */
export class Panel {
  readonly element: HTMLDivElement;
  readonly #icon = html('span');
  readonly #title = html('span', { dir: 'auto' });
  readonly #meaning = html('p', { dir: 'auto' });
  readonly #heat = new HeatFigure();
  readonly #faces = html('ul', { 'aria-label': 'Faces' });
  readonly #facts = html('dl');
  readonly #values = new Map<Fact, HTMLElement>();
  readonly #items = new Map<number, FaceItem>();

  constructor(actions: { again: () => void; close: () => void }) {
    for (const [fact, name] of Object.entries(FACTS)) {
      const value = html('dd', { dir: 'auto' });
      this.#facts.append(html('dt', { dir: 'auto' }, name), value);
      if (isFact(fact)) this.#values.set(fact, value);
    }
    const again = html('button', { type: 'button' }, 'Check again');
    const close = html('button', { type: 'button' }, 'Close');
    again.addEventListener('click', actions.again);
    close.addEventListener('click', actions.close);
    this.element = html(
      'div',
      { class: 'panel', id: PANEL_ID, role: 'dialog', 'aria-labelledby': TITLE_ID, tabindex: -1, hidden: '' },
      html('h2', { id: TITLE_ID }, this.#icon, this.#title),
      this.#meaning,
      this.#heat.element,
      this.#faces,
      this.#facts,
      html('div', { class: 'actions' }, again, close),
    );
  }

  update(shown: Shown, state: VideoState | null): void {
    const verdict = shown.kind === 'verdict' ? shown.verdict : null;
    this.#icon.replaceChildren(icon(shapeOf(shown)));
    setText(this.#title, headline(shown));
    setText(
      this.#meaning,
      verdict ? meaningOf(verdict.kind, state?.precisionWhereRare) : 'There is no verdict yet.',
    );
    this.#heat.update(state && verdict ? heatedFace({ ...state, verdict }) : null);
    this.#updateFaces(state, verdict);
    this.#facts.hidden = state === null;
    if (!state) return;
    const { probability, framesSeen, framesJudged, quality, modelVersion, backend } = state;
    this.#setFact('score', probability === null ? 'no face judged' : String(scoreOf(probability)));
    this.#setFact('frames', `${framesJudged} with a face judged, ${framesSeen} looked at`);
    this.#setFact('quality', QUALITY_WORDS[quality]);
    this.#setFact('detector', modelVersion);
    this.#setFact('backend', backend ?? 'not started');
  }

  #setFact(fact: Fact, text: string): void {
    const value = this.#values.get(fact);
    if (value) setText(value, text);
  }

  #updateFaces(state: VideoState | null, verdict: Verdict | null): void {
    const faces = state?.faces ?? [];
    this.#faces.hidden = faces.length === 0;
    const gone = new Set(this.#items.keys());
    for (const face of faces) {
      gone.delete(face.track);
      let item = this.#items.get(face.track);
      if (!item) {
        item = new FaceItem();
        this.#items.set(face.track, item);
        this.#faces.append(item.element);
      }
      item.update(face, verdict);
    }
    for (const track of gone) {
      this.#items.get(track)?.element.remove();
      this.#items.delete(track);
    }
  }
}

function isFact(name: string): name is Fact {
  return name in FACTS;
}
