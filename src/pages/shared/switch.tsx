import { text } from '../../words/text.ts';
import type { ComponentChildren } from 'preact';

/** An on/off switch that also says which in words. `describedBy` is the id of an explanation. */
export function Switch({
  on,
  onTurn,
  disabled = false,
  describedBy,
  label,
  children,
}: {
  on: boolean;
  onTurn: (on: boolean) => void;
  disabled?: boolean;
  describedBy?: string;
  /** The accessible name where the visible text alone would not tell one switch from another. */
  label?: string;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on}
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => onTurn(!on)}
    >
      <span class="switch-label">{children}</span>
      <span class="switch-state" aria-hidden="true">
        {text(on ? 'switch_on' : 'switch_off')}
      </span>
      <span class="switch-track" aria-hidden="true">
        <span class="switch-thumb" />
      </span>
    </button>
  );
}
