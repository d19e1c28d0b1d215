import { useEffect, useState } from 'preact/hooks';
import { text } from '../../words/text.ts';
import { send } from '../../messages/send.ts';
import { hostOf } from '../../settings/origins.ts';
import type { Site } from '../../settings/schema.ts';
import { readSite, watchSites } from '../../settings/sites.ts';
import { Switch } from '../shared/switch.tsx';
import { useAction } from '../shared/use-action.ts';
import { learnHint, turnedWords } from './switch-words.ts';

/** The switch that lets a site be learned from. Only for sites whose videos are checked. */
export function SwitchSection({ origin, say }: { origin: string; say: (text: string) => void }) {
  const [site, setSite] = useState<Site | null>(null);
  const { busy, act } = useAction(say);

  useEffect(() => {
    const load = () =>
      void readSite(origin).then(setSite, (error: unknown) =>
        console.error('FakeFilter: the record of the site could not be read:', error),
      );
    load();
    return watchSites((origins) => {
      if (origins.includes(origin)) load();
    });
  }, [origin]);

  function turn(on: boolean): void {
    act(async () => {
      const { adapt } = await send('background.setAdaptation', { origin, adapt: on });
      return turnedWords(hostOf(origin), on, adapt);
    });
  }

  if (!site) return null;
  return (
    <section aria-label={text('learn_section')}>
      <Switch on={site.adapt} onTurn={turn} disabled={busy || !site.check} describedBy="learning-hint">
        {text('options_learn')}
      </Switch>
      <p id="learning-hint" class="quiet">
        {learnHint(site.check)}
      </p>
    </section>
  );
}
