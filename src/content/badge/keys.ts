import type { Badge } from './host.ts';

/**
 * Keeps keys that are pressed inside a badge from the page's hotkeys, and closes the details with Escape. Listening in the
 * capture phase on the window is the only place before the page's own listeners; what the browser itself does with a key
 * (Tab, Enter and Space on buttons) does not depend on listeners and goes on working.
 */
export function guardKeys(
  badgeOf: (target: EventTarget | null) => Badge | undefined,
  signal: AbortSignal,
): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    window.addEventListener(
      type,
      (event) => {
        const badge = badgeOf(event.target);
        if (!badge) return;
        event.stopImmediatePropagation();
        if (type !== 'keydown' || event.key !== 'Escape' || !badge.isOpen) return;
        // Else Escape would also leave the fullscreen of the player.
        event.preventDefault();
        badge.close();
      },
      { capture: true, signal },
    );
  }
}
