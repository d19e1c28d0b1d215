import { text } from '../../words/text.ts';
import type { ComponentChildren } from 'preact';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { gatheredLine, storedLine } from './learned-words.ts';

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
      <h2 id="stored-heading">{text('learned_stored')}</h2>
      <ul class="points">
        <li>{text('learned_storedNumbers')}</li>
        <li>{text('learned_storedEncrypted')}</li>
        <li>{storedLine(expiryDays)}</li>
        <li>{text('learned_storedPrivate')}</li>
      </ul>
      {gathered && <p>{gatheredLine(gathered)}</p>}
      {children}
    </section>
  );
}
