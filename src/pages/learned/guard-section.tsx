import { dateTime, text } from '../../words/text.ts';
import type { Check } from '../../contracts/check.ts';
import type { Round } from '../../contracts/round.ts';
import { roundLine } from '../shared/adaptation-words.ts';
import { checkName, checkNumbers } from '../shared/check-words.ts';
import { OutcomeIcon } from './outcome-icon.tsx';

/** Every round and what the guard found: nothing goes live that does not pass all checks. */
export function GuardSection({ rounds }: { rounds: readonly Round[] }) {
  return (
    <section aria-labelledby="guard-heading">
      <h2 id="guard-heading">{text('learned_rounds')}</h2>
      <p class="quiet">{text('learned_roundsHint')}</p>
      {rounds.length === 0 ? (
        <p>{text('learned_noRound')}</p>
      ) : (
        <div class="table" tabIndex={0} role="group" aria-labelledby="guard-heading">
          <table class="guard">
            <thead>
              <tr>
                <th scope="col">{text('learned_check')}</th>
                <th scope="col">{text('learned_change')}</th>
                <th scope="col">{text('learned_limit')}</th>
                <th scope="col">{text('learned_result')}</th>
              </tr>
            </thead>
            {rounds.map((round, i) => (
              <RoundRows key={`${round.at}-${i}`} round={round} />
            ))}
          </table>
        </div>
      )}
    </section>
  );
}

function RoundRows({ round }: { round: Round }) {
  return (
    <tbody>
      <tr class="round">
        <th scope="rowgroup" colSpan={4}>
          {dateTime(round.at)}
          <br />
          <span class="outcome">{roundLine(round)}</span>
        </th>
      </tr>
      {round.checks.map((check) => (
        <CheckRow key={check.name} check={check} />
      ))}
    </tbody>
  );
}

function CheckRow({ check }: { check: Check }) {
  const { change, limit } = checkNumbers(check);
  return (
    <tr>
      <th scope="row">{checkName(check.name)}</th>
      <td>{change}</td>
      <td>{limit}</td>
      <td>
        <span class="result">
          <OutcomeIcon passed={check.passed} />
          {text(check.passed ? 'learned_passed' : 'learned_notPassed')}
        </span>
      </td>
    </tr>
  );
}
