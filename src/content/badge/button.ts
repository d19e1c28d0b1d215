import { html, setText } from './elements.ts';
import { icon } from './icon.ts';
import { badgeName, badgeWords, shapeOf, type Shown } from './words.ts';

/** The badge itself: a real button with an icon and words, the icon alone where there is little room or the user wants it so. */
export class BadgeButton {
  readonly element: HTMLButtonElement;
  readonly #words = html('span', { class: 'words', dir: 'auto' });
  #icon: SVGSVGElement = icon('checking');
  #shape = 'checking';

  constructor(panelId: string, pressed: () => void) {
    this.element = html(
      'button',
      { type: 'button', class: 'badge', 'aria-expanded': 'false', 'aria-controls': panelId },
      this.#icon,
      this.#words,
    );
    this.element.addEventListener('click', pressed);
  }

  /** @param small the icon alone; its words stand beside it while it is pointed at or has the focus. */
  update(shown: Shown, open: boolean, small: boolean): void {
    const shape = shapeOf(shown);
    if (shape !== this.#shape) {
      const next = icon(shape);
      this.#icon.replaceWith(next);
      this.#icon = next;
      this.#shape = shape;
    }
    setText(this.#words, badgeWords(shown));
    this.element.setAttribute('aria-label', badgeName(shown, open));
    this.element.setAttribute('aria-expanded', String(open));
    this.element.classList.toggle('small', small);
  }
}
