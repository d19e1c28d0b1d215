import { QUALITY_WORDS } from '../../verdict/words.ts';
import { text } from '../../words/text.ts';
import { Switch } from '../shared/switch.tsx';
import { Choice } from './choice.tsx';
import {
  backendOptions,
  badgeSizeOptions,
  badgesOptions,
  cornerOptions,
  energyOptions,
} from './setting-options.ts';
import { useBattery } from '../shared/use-battery.ts';
import { useSettings } from '../shared/use-settings.ts';

/** How videos are checked and where the result is shown. Every change is saved at once. */
export function SettingsSection({ say }: { say: (text: string) => void }) {
  const { settings, change } = useSettings(say);
  const battery = useBattery();
  if (!settings) return <p class="quiet">{text('page_loading')}</p>;
  return (
    <section aria-labelledby="settings-heading">
      <h2 id="settings-heading">{text('options_checking')}</h2>
      <fieldset>
        <legend>{text('options_automaticLegend')}</legend>
        <Switch
          on={settings.automatic}
          onTurn={(automatic) => change({ automatic })}
          describedBy="automatic-hint"
        >
          {text('options_automatic')}
        </Switch>
        <p id="automatic-hint" class="quiet">
          {text('options_automaticHint')}
        </p>
      </fieldset>
      <Choice
        name="energy"
        legend={text('options_energyLegend')}
        options={energyOptions()}
        value={settings.energy}
        onChoose={(energy) => change({ energy })}
      >
        {battery === 'unknown' && <p class="quiet">{text('options_energyUnknown')}</p>}
      </Choice>
      <Choice
        name="badges"
        legend={text('options_badgesLegend')}
        options={badgesOptions()}
        value={settings.badges}
        onChoose={(badges) => change({ badges })}
      />
      <fieldset>
        <legend>{text('options_captureLegend')}</legend>
        <Switch
          on={settings.screenCapture}
          onTurn={(screenCapture) => change({ screenCapture })}
          describedBy="capture-hint"
        >
          {text('options_capture')}
        </Switch>
        <p id="capture-hint" class="quiet">
          {text('options_captureHint', { mark: QUALITY_WORDS.screen })}
        </p>
      </fieldset>
      <Choice
        name="backend"
        legend={text('options_backendLegend')}
        options={backendOptions()}
        value={settings.backend}
        onChoose={(backend) => change({ backend })}
      />
      <Choice
        name="corner"
        legend={text('options_cornerLegend')}
        options={cornerOptions()}
        value={settings.corner}
        onChoose={(corner) => change({ corner })}
      >
        <p class="quiet">{text('options_cornerHint')}</p>
      </Choice>
      <Choice
        name="badge-size"
        legend={text('options_sizeLegend')}
        options={badgeSizeOptions()}
        value={settings.badgeSize}
        onChoose={(badgeSize) => change({ badgeSize })}
      >
        <p class="quiet">{text('options_sizeHint')}</p>
      </Choice>
    </section>
  );
}
