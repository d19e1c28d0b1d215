import type { ComponentChildren } from 'preact';
import type { AdaptationState } from '../messages/adaptation.ts';
import { expiryLine, gatheredLine } from './learning-words.ts';

/** What is kept, in plain words, with the buttons that delete it. */
export function StoredSection({
  gathered,
  expiryDays,
  children,
}: {
  /** Null on the page of all sites, where each has its own numbers. */
  gathered: AdaptationState['gathered'] | null;
  expiryDays: number | null;
  children: ComponentChildren;
}) {
  return (
    <section aria-labelledby="stored-heading">
      <h2 id="stored-heading">What is stored</h2>
      <ul class="points">
        <li>
          For some of the faces in the site’s videos, numbers that the network makes from them: no pictures,
          no addresses of videos, no names.
        </li>
        <li>
          From such numbers a rough likeness of a face could be computed. They are therefore encrypted, with a
          key that never leaves this browser profile.
        </li>
        <li>
          All of it stays on this computer. Such numbers are deleted {expiryLine(expiryDays)}; versions of the
          network stay until you delete them.
        </li>
        <li>Nothing is ever taken from private windows.</li>
      </ul>
      {gathered && <p>{gatheredLine(gathered)}</p>}
      {children}
    </section>
  );
}
