/** A target whose events count as the browser's own; those that a script dispatches do not. */
export class TrustedTarget extends EventTarget {
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    const heard = (event: Event): void => {
      const trusted: Event = Object.create(event, { isTrusted: { value: true } }) as Event;
      if (typeof listener === 'function') listener.call(this, trusted);
    };
    super.addEventListener(type, heard, options);
  }
}
