import { Switch } from '../ui/switch.tsx';
import { Choice } from './choice.tsx';
import { AGGREGATION_OPTIONS, BACKEND_OPTIONS, CORNER_OPTIONS } from './setting-options.ts';
import { useSettings } from './use-settings.ts';

/** How videos are checked and where the result is shown. Every change is saved at once. */
export function SettingsSection({ say }: { say: (text: string) => void }) {
  const { settings, change } = useSettings(say);
  if (!settings) return <p class="quiet">Loading…</p>;
  return (
    <section aria-labelledby="settings-heading">
      <h2 id="settings-heading">Checking</h2>
      <Choice
        name="aggregation"
        legend="From frames to a verdict"
        options={AGGREGATION_OPTIONS}
        value={settings.aggregation}
        onChoose={(aggregation) => change({ aggregation })}
      />
      <fieldset>
        <legend>Pictures of the tab</legend>
        <Switch
          on={settings.screenCapture}
          onTurn={(screenCapture) => change({ screenCapture })}
          describedBy="capture-hint"
        >
          Use a picture of the tab where a video cannot be read otherwise
        </Switch>
        <p id="capture-hint" class="quiet">
          Only for videos you ask about yourself. The picture is cut to the video, and stays on this computer.
          Such results are marked “screen quality”.
        </p>
      </fieldset>
      <Choice
        name="backend"
        legend="Where the detector runs"
        options={BACKEND_OPTIONS}
        value={settings.backend}
        onChoose={(backend) => change({ backend })}
      />
      <Choice
        name="corner"
        legend="Corner of the video in which the result stands"
        options={CORNER_OPTIONS}
        value={settings.corner}
        onChoose={(corner) => change({ corner })}
      >
        <p class="quiet">On pages written from right to left, left and right change places.</p>
      </Choice>
    </section>
  );
}
