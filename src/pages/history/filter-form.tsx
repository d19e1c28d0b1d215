import { text } from '../../words/text.ts';
import { VERDICT_WORDS } from '../../verdict/words.ts';
import { EVERYTHING, type Filter } from './filter.ts';

/** Verdicts that a record can have: what could not be checked leaves none. */
const KINDS = ['manipulated', 'unclear', 'noSign'] as const;

/** Narrows the list by words, site, verdict and days. */
export function FilterForm({
  filter,
  sites,
  onChange,
}: {
  filter: Filter;
  sites: readonly string[];
  onChange: (filter: Filter) => void;
}) {
  const change = (part: Partial<Filter>): void => onChange({ ...filter, ...part });
  return (
    <form class="search-form" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        {text('history_search')}
        <input
          type="search"
          value={filter.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
      </label>
      <label>
        {text('history_site')}
        <select value={filter.site} onChange={(event) => change({ site: event.currentTarget.value })}>
          <option value="">{text('history_all')}</option>
          {sites.map((site) => (
            <option key={site} value={site}>
              {site}
            </option>
          ))}
        </select>
      </label>
      <label>
        {text('history_verdict')}
        <select
          value={filter.verdict}
          onChange={(event) =>
            change({ verdict: KINDS.find((kind) => kind === event.currentTarget.value) ?? '' })
          }
        >
          <option value="">{text('history_all')}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {VERDICT_WORDS[kind]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {text('history_from')}
        <input
          type="date"
          value={filter.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
      </label>
      <label>
        {text('history_to')}
        <input
          type="date"
          value={filter.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
      </label>
      <button type="button" onClick={() => onChange(EVERYTHING)}>
        {text('history_clear')}
      </button>
    </form>
  );
}
