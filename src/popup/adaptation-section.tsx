import type { TabReport } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { hostOf } from '../settings/origins.ts';
import { Switch } from '../ui/switch.tsx';
import { useAction } from '../ui/use-action.ts';
import { AdaptationDetails } from './adaptation-details.tsx';
import { learnHint, turnedWords } from './adaptation-words.ts';

/** The switch that lets a site be learned from, and what came of it. Only for sites whose videos are checked. */
export function AdaptationSection({ report, say }: { report: TabReport; say: (text: string) => void }) {
  const { act } = useAction(say);

  function turn(on: boolean): void {
    act(async () => {
      const { adapt } = await send('background.setAdaptation', { origin: report.origin, adapt: on });
      return turnedWords(hostOf(report.origin), on, adapt);
    });
  }

  return (
    <section aria-labelledby="learning-heading">
      <h2 id="learning-heading">Learning</h2>
      <Switch
        on={report.adapt && !report.private}
        onTurn={turn}
        disabled={report.private}
        describedBy="learning-hint"
      >
        Learn from this site
      </Switch>
      <p id="learning-hint" class="quiet">
        {learnHint(report)}
      </p>
      {report.adapt && !report.private && <AdaptationDetails origin={report.origin} say={say} />}
    </section>
  );
}
