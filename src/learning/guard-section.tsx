import type { AdaptationCheck, AdaptationRound } from '../messages/adaptation.ts';
import { roundLine } from '../ui/adaptation-words.ts';
import { CHECK_WORDS, checkNumbers } from '../ui/check-words.ts';
import { dateTime } from '../ui/format.ts';
import { OutcomeIcon } from './outcome-icon.tsx';

/** Every round and what the guard found: nothing goes live that does not pass all checks. */
export function GuardSection({ rounds }: { rounds: readonly AdaptationRound[] }) {
  return (
    <section aria-labelledby="guard-heading">
      <h2 id="guard-heading">Rounds and their checks</h2>
      <p class="quiet">
        After each round the new version is tested on faces and blends that it did not learn from: against the
        one in use or, if that is the better one, the original, against which it must have lost nothing in any
        case. Unless every check passes, it is not used.
      </p>
      {rounds.length === 0 ? (
        <p>There was no round yet.</p>
      ) : (
        <div class="table" tabIndex={0} role="group" aria-labelledby="guard-heading">
          <table class="guard">
            <thead>
              <tr>
                <th scope="col">Check</th>
                <th scope="col">Before → after</th>
                <th scope="col">Limit</th>
                <th scope="col">Result</th>
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

function RoundRows({ round }: { round: AdaptationRound }) {
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

function CheckRow({ check }: { check: AdaptationCheck }) {
  const { change, limit } = checkNumbers(check);
  return (
    <tr>
      <th scope="row">{CHECK_WORDS[check.name].name}</th>
      <td>{change}</td>
      <td>{limit}</td>
      <td>
        <span class="result">
          <OutcomeIcon passed={check.passed} />
          {check.passed ? 'Passed' : 'Not passed'}
        </span>
      </td>
    </tr>
  );
}
