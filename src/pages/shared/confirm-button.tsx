import { text } from '../../words/text.ts';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A button that asks once more, in the page, before it does what cannot be undone. */
export function ConfirmButton({
  question,
  answer,
  disabled = false,
  onConfirm,
  children,
}: {
  /** "Delete …? This cannot be undone." */
  question: string;
  /** The word on the button that does it. */
  answer: string;
  /** Something else is being done. */
  disabled?: boolean;
  onConfirm: () => void;
  children: ComponentChildren;
}) {
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  const id = useId();

  // The button that was pressed is gone: the focus goes to the harmless answer, and back when the question is.
  useLayoutEffect(() => {
    if (asking) keep.current?.focus();
    else if (wasAsking.current) first.current?.focus();
    wasAsking.current = asking;
  }, [asking]);

  if (!asking) {
    return (
      <button type="button" ref={first} onClick={() => setAsking(true)}>
        {children}
      </button>
    );
  }
  return (
    <div class="confirm" role="group" aria-labelledby={id}>
      <p id={id}>{question}</p>
      <div class="actions">
        <button
          type="button"
          class="danger"
          disabled={disabled}
          onClick={() => {
            setAsking(false);
            onConfirm();
          }}
        >
          {answer}
        </button>
        <button type="button" ref={keep} onClick={() => setAsking(false)}>
          {text('confirm_keep')}
        </button>
      </div>
    </div>
  );
}
