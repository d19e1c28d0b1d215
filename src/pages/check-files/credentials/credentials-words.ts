import { dateTime, listed, plural, text, texts } from '../../../words/text.ts';
import type { Credentials } from './credentials.ts';

/** What is said of Content Credentials. */

/** The specification's codes that are met most; others are told as they are. */
const ACTION_WORDS: Readonly<Record<string, string>> = texts({
  'c2pa.created': 'action_created',
  'c2pa.opened': 'action_opened',
  'c2pa.placed': 'action_placed',
  'c2pa.edited': 'action_edited',
  'c2pa.edited.metadata': 'action_editedMetadata',
  'c2pa.cropped': 'action_cropped',
  'c2pa.resized': 'action_resized',
  'c2pa.color_adjustments': 'action_colours',
  'c2pa.filtered': 'action_filtered',
  'c2pa.drawing': 'action_drawing',
  'c2pa.orientation': 'action_orientation',
  'c2pa.converted': 'action_converted',
  'c2pa.transcoded': 'action_transcoded',
  'c2pa.repackaged': 'action_repackaged',
  'c2pa.removed': 'action_removed',
  'c2pa.redacted': 'action_redacted',
  'c2pa.published': 'action_published',
  'c2pa.watermarked': 'action_watermarked',
});

/** One sentence: whether they hold. */
export function statusWords({ status }: Credentials): string {
  return text(`credentials_${status}`);
}

/** What they declare, as names and values; nothing where they could not be read. */
export function credentialRows(credentials: Credentials): { name: string; value: string }[] {
  const { status, remoteUrl, signer, signedAt, generator, origin, actions, ingredients, problems } =
    credentials;
  if (status === 'unreadable') return [];
  if (status === 'remote') {
    return [{ name: text('csv_address'), value: remoteUrl ?? text('credentials_notGiven') }];
  }
  const steps = actions.map((action) => ACTION_WORDS[action] ?? action);
  return [
    { name: text('credentials_signer'), value: signer || text('credentials_signerUnknown') },
    { name: text('credentials_signedAt'), value: moment(signedAt) },
    { name: text('credentials_generator'), value: generator || text('credentials_notStated') },
    { name: text('credentials_origin'), value: text(`credentials_${origin}`) },
    ...(steps.length > 0 ? [{ name: text('credentials_steps'), value: listed(steps, 'unit') }] : []),
    ...(ingredients > 0
      ? [{ name: text('credentials_madeFrom'), value: plural('credentials_works', ingredients) }]
      : []),
    ...(problems.length > 0 ? [{ name: text('credentials_problems'), value: listed(problems, 'unit') }] : []),
  ];
}

/** What is no moment is told as it stands there. */
function moment(written: string): string {
  const at = Date.parse(written);
  if (Number.isNaN(at)) return written || text('credentials_notStated');
  return dateTime(at);
}
