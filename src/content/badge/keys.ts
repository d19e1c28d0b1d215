import { listenToWindow } from '../dom.ts';
import type { Badge } from './host.ts';
import { isTab, type TabOrder } from './tab-order.ts';

/**
 * Keeps keys that are pressed inside a badge from the page's hotkeys, closes the details with Escape, and leads the Tab key on. Listening in the
 * capture phase on the window is the only place before the page's own listeners; what the browser itself does with a key
 * (Tab, Enter and Space on buttons) does not depend on listeners and goes on working.
 */
export function guardKeys(
  badgeOf: (target: EventTarget | null) => Badge | undefined,
  order: TabOrder,
  signal: AbortSignal,
): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    listenToWindow(
      type,
      (event) => {
        const badge = badgeOf(event.target);
        if (!badge) return;
        event.stopImmediatePropagation();
        if (type !== 'keydown') return;
        if (isTab(event)) order.pressedIn(badge, event);
        if (event.key !== 'Escape' || !badge.isOpen) return;
        // Else Escape would also leave the fullscreen of the player.
        event.preventDefault();
        badge.close('badge');
      },
      { capture: true, signal },
    );
  }
}
