import { text } from '../../words/text.ts';
import { send } from '../../messages/send.ts';
import { matchPattern } from '../../settings/origins.ts';
import { learningRisk } from '../shared/adaptation-words.ts';
import { askAccess } from '../shared/ask-access.ts';
import { learningPage } from '../shared/learning-page.ts';
import { Switch } from '../shared/switch.tsx';
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
      say(text('options_accessRefused', { site: name }));
      return;
    }
    const { check } = await send('background.setSite', { origin, check: on });
    say(text(check ? 'site_checked' : 'site_checkedOnRequest', { site: name }));
  }

  async function adapt(origin: string, on: boolean): Promise<void> {
    const { adapt } = await send('background.setAdaptation', { origin, adapt: on });
    say(text(adapt ? 'options_learns' : 'options_learnsNoMore', { site: name }));
  }

  const riskId = `learning-risk-${row.origin ?? row.pattern ?? ''}`;

  async function forget(): Promise<void> {
    const said = await forgetRow(row);
    await reload();
    say(said);
  }

  return (
    <li class="card site">
      <h3>
        <bdi dir="ltr">{name}</bdi>
      </h3>
      {origin === null ? (
        <p class="quiet">{text('options_hostOnly')}</p>
      ) : (
        <div class="switches">
          <Switch
            on={row.check}
            label={text('options_checkVideosOn', { site: name })}
            onTurn={(on) => void check(origin, on).catch(fail)}
          >
            {text('options_checkVideos')}
          </Switch>
          <Switch
            on={row.adapt}
            disabled={!row.check}
            label={text(row.check ? 'options_learnOn' : 'options_learnOnDisabled', { site: name })}
            onTurn={(on) => void adapt(origin, on).catch(fail)}
            describedBy={riskId}
          >
            {text('options_learn')}
          </Switch>
          <p id={riskId} class="quiet">
            {learningRisk()}
          </p>
        </div>
      )}
      <div class="actions">
        {origin !== null && (
          <a href={learningPage(origin)} aria-label={text('learned_titleOn', { site: name })}>
            {text('learned_title')}
          </a>
        )}
        <button
          type="button"
          aria-label={text('options_forgetSite', { site: name })}
          onClick={() => void forget().catch(fail)}
        >
          {text('options_forget')}
        </button>
      </div>
    </li>
  );
}
