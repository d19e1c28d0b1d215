import { useSettings } from '../pages/shared/use-settings.ts';
import { useBattery } from '../pages/shared/use-battery.ts';
import { text } from '../words/text.ts';

/** Told while the site's videos are not checked by themselves since the computer runs on its battery. */
export function BatteryNotice({ say }: { say: (text: string) => void }) {
  const { settings } = useSettings(say);
  const battery = useBattery();
  return settings?.energy === 'mains' && battery === 'battery' ? (
    <p class="quiet">{text('popup_onBattery')}</p>
  ) : null;
}
