import { text } from '../../words/text.ts';
import type { Before } from '../../messages/schemas.ts';
import type { Verdict, VideoState } from '../../verdict/types.ts';
import { heatedFace } from '../../verdict/heat.ts';
import {
  BACKEND_WORDS,
  bandsLegend,
  beforeWords,
  QUALITY_WORDS,
  framesWords,
  meaningOf,
  rarityOf,
  rarityQuestion,
  siteLevelWords,
  turnedWords,
  detectorWords,
} from '../../verdict/words.ts';
import { html, setText } from './elements.ts';
import { FaceItem } from './face-item.ts';
import { HeatFigure } from './heat-figure.ts';
import { icon } from './icon.ts';
import { headline, shapeOf, type Shown } from './words.ts';

export const PANEL_ID = 'details';
const TITLE_ID = 'details-title';

const FACTS = {
  frames: 'panel_frames',
  quality: 'panel_picture',
  detector: 'panel_detector',
  backend: 'panel_runsOn',
} as const;
type Fact = keyof typeof FACTS;
/** Names that say nothing to most people. */
const TECHNICAL: ReadonlySet<Fact> = new Set(['detector', 'backend']);

/** The details of one video: a dialog that leaves the page usable, updated in place while it is open. */
export class Panel {
  readonly element: HTMLDivElement;
  readonly #icon = html('span');
  readonly #title = html('span', { dir: 'auto' });
  readonly #meaning = html('p', { dir: 'auto' });
  readonly #rarity = html('p', { class: 'soft', dir: 'auto' });
  readonly #rarityDetails = html('details', {}, html('summary', {}, rarityQuestion()), this.#rarity);
  readonly #level = html('p', { class: 'soft', dir: 'auto' });
  readonly #before = html('p', { class: 'soft', dir: 'auto' });
  readonly #heat = new HeatFigure();
  readonly #faces = html('ul', { 'aria-label': text('panel_faces') });
  readonly #legend = html('p', { class: 'soft', dir: 'auto' }, bandsLegend());
  readonly #facts = html('dl');
  readonly #technical = html('dl');
  readonly #technicalDetails = html(
    'details',
    {},
    html('summary', {}, text('panel_technical')),
    this.#technical,
  );
  readonly #values = new Map<Fact, HTMLElement>();
  readonly #items = new Map<number, FaceItem>();

  constructor(actions: { again: () => void; compare: () => void; close: () => void }) {
    for (const [fact, name] of Object.entries(FACTS)) {
      const value = html('dd', { dir: 'auto' });
      if (!isFact(fact)) continue;
      const list = TECHNICAL.has(fact) ? this.#technical : this.#facts;
      list.append(html('dt', { dir: 'auto' }, text(name)), value);
      this.#values.set(fact, value);
    }
    const again = html('button', { type: 'button' }, text('panel_again'));
    const close = html('button', { type: 'button' }, text('panel_close'));
    const compare = html('button', { type: 'button' }, text('compare_open'));
    again.addEventListener('click', actions.again);
    compare.addEventListener('click', actions.compare);
    close.addEventListener('click', actions.close);
    this.element = html(
      'div',
      { class: 'panel', id: PANEL_ID, role: 'dialog', 'aria-labelledby': TITLE_ID, tabindex: -1, hidden: '' },
      html('h2', { id: TITLE_ID }, this.#icon, this.#title),
      this.#meaning,
      this.#rarityDetails,
      this.#level,
      this.#before,
      this.#heat.element,
      this.#faces,
      this.#legend,
      this.#facts,
      this.#technicalDetails,
      html('div', { class: 'actions' }, again, compare, close),
    );
  }

  /** @param before what the history says of a video that looks like this one. */
  update(shown: Shown, state: VideoState | null, before: Before | null): void {
    const verdict = shown.kind === 'verdict' ? shown.verdict : null;
    this.#icon.replaceChildren(icon(shapeOf(shown)));
    setText(this.#title, headline(shown, state));
    setText(this.#meaning, verdict ? meaningOf(verdict, state) : text('panel_noVerdict'));
    const rarity = verdict && rarityOf(verdict, state);
    this.#rarityDetails.hidden = !rarity;
    setText(this.#rarity, rarity ?? '');
    const level = state && siteLevelWords(state);
    this.#level.hidden = !level;
    setText(this.#level, level ?? '');
    this.#before.hidden = before === null;
    setText(this.#before, before ? beforeWords(before) : '');
    this.#heat.update(state && verdict ? heatedFace({ ...state, verdict }) : null);
    this.#updateFaces(state, verdict);
    this.#facts.hidden = this.#technicalDetails.hidden = state === null;
    if (!state) return;
    const { quality, shownTurned, backend } = state;
    this.#setFact('frames', framesWords(state));
    const turned = shownTurned === undefined ? '' : `; ${turnedWords(shownTurned)}`;
    this.#setFact('quality', `${QUALITY_WORDS[quality]}${turned}`);
    this.#setFact('detector', detectorWords(state));
    this.#setFact('backend', backend ? BACKEND_WORDS[backend] : text('panel_notStarted'));
  }

  #setFact(fact: Fact, text: string): void {
    const value = this.#values.get(fact);
    if (value) setText(value, text);
  }

  #updateFaces(state: VideoState | null, verdict: Verdict | null): void {
    const { faces, limits } = state ?? { faces: [], limits: { manipulated: 1, noSign: 0 } };
    this.#faces.hidden = faces.length === 0;
    this.#legend.hidden = faces.length === 0;
    const gone = new Set(this.#items.keys());
    for (const face of faces) {
      gone.delete(face.track);
      let item = this.#items.get(face.track);
      if (!item) {
        item = new FaceItem();
        this.#items.set(face.track, item);
        this.#faces.append(item.element);
      }
      item.update(face, limits, verdict);
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
