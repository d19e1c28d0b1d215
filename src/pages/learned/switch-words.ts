import { text } from '../../words/text.ts';
import { learningRisk } from '../shared/adaptation-words.ts';

/** What the switch "Learn from this site" means, or why it cannot be turned. */
export function learnHint(check: boolean): string {
  return check
    ? `${text('learn_hint')} ${learningRisk()} ${text('learn_experimental')}`
    : text('learn_checkFirst');
}

/** What to say after the switch was turned. */
export function turnedWords(site: string, wanted: boolean, adapt: boolean): string {
  if (adapt) return text('learn_on', { site });
  return wanted ? text('learn_notChecked', { site }) : text('learn_off', { site });
}
