import { text } from '../../words/text.ts';
import { MOST_COMPARED } from './compared.ts';

/** How many results are chosen to be compared, and the way to them; in sight while the list is scrolled. */
export function CompareBar(props: { count: number; onShow: () => void; onClear: () => void }) {
  const { count, onShow, onClear } = props;
  return (
    <div class="compare-bar" role="group" aria-label={text('check_sideBySide')}>
      <p role="status">
        {count === 1
          ? text('check_compareAnother')
          : text('check_compareChosen', { count, most: MOST_COMPARED })}
      </p>
      <div class="actions">
        <button type="button" class="primary" disabled={count < 2} onClick={onShow}>
          {text('check_showSideBySide')}
        </button>
        <button type="button" onClick={onClear}>
          {text('check_compareClear')}
        </button>
      </div>
    </div>
  );
}
