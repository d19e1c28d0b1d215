import { text } from '../../../words/text.ts';
import { credentialRows, statusWords } from './credentials-words.ts';
import type { Credentials } from './credentials.ts';

/** The Content Credentials of a file, beside its verdict. */
export function CredentialsView({ credentials }: { credentials: Credentials }) {
  return (
    <section class="credentials">
      <h4>{text('credentials_heading')}</h4>
      <p>{statusWords(credentials)}</p>
      <dl class="particulars">
        {credentialRows(credentials).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{text('credentials_caveat')}</p>
    </section>
  );
}
