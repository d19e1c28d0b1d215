import { send } from '../messages/send.ts';
import { matchPattern } from '../settings/origins.ts';
import { askAccess } from '../ui/ask-access.ts';
import { learningPage } from '../ui/learning-page.ts';
import { Switch } from '../ui/switch.tsx';
import { forgetRow } from './forget-row.ts';
import type { SiteRow } from './site-rows.ts';

/** One site or allowed host of the list: its switches, and the button that forgets it. */
export function SiteCard({
  row,
  say,
  fail,
  reload,
}: {
  row: SiteRow;
  say: (text: string) => void;
  fail: (error: unknown) => void;
  reload: () => Promise<void>;
}) {
  const { name, origin } = row;

  async function check(origin: string, on: boolean): Promise<void> {
    if (on && !(await askAccess([matchPattern(origin)], { kind: 'checkSite', origin }))) {
      say(`Access to ${name} was not granted.`);
      return;
    }
    const { check } = await send('background.setSite', { origin, check: on });
    say(check ? `Videos on ${name} are checked.` : `Videos on ${name} are checked only when you ask.`);
  }

  async function adapt(origin: string, on: boolean): Promise<void> {
    const { adapt } = await send('background.setAdaptation', { origin, adapt: on });
    say(
      adapt
        ? `FakeFilter learns from the videos on ${name}.`
        : `FakeFilter gathers nothing more on ${name}. What was learned is kept until you delete it.`,
    );
  }

  async function forget(): Promise<void> {
    const said = await forgetRow(row);
    await reload();
    say(said);
  }

  return (
    <li class="card site">
      <h3 dir="ltr">{name}</h3>
      {origin === null ? (
        <p class="quiet">Videos that lie here may be read.</p>
      ) : (
        <div class="switches">
          <Switch
            on={row.check}
            label={`Check videos on ${name}`}
            onTurn={(on) => void check(origin, on).catch(fail)}
          >
            Check videos
          </Switch>
          <Switch
            on={row.adapt}
            disabled={!row.check}
            label={`Learn from the videos on ${name}${row.check ? '' : ', only where videos are checked'}`}
            onTurn={(on) => void adapt(origin, on).catch(fail)}
          >
            Learn from this site
          </Switch>
        </div>
      )}
      <div class="actions">
        {origin !== null && (
          <a href={learningPage(origin)} aria-label={`What was learned on ${name}`}>
            What was learned
          </a>
        )}
        <button type="button" aria-label={`Forget ${name}`} onClick={() => void forget().catch(fail)}>
          Forget
        </button>
      </div>
    </li>
  );
}
