/** A tick or a cross. Decoration: the word always stands beside it. */
export function OutcomeIcon({ passed }: { passed: boolean }) {
  return (
    <svg
      class={passed ? 'outcome-icon' : 'outcome-icon warning'}
      viewBox="0 0 16 16"
      width={14}
      height={14}
      aria-hidden="true"
      focusable="false"
    >
      <path d={passed ? 'M2.5 8.5 6.5 12.5 13.5 4' : 'M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5'} />
    </svg>
  );
}
