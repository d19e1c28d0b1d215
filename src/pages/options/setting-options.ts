import type { BadgeSize, Corner, Settings } from '../../settings/schema.ts';
import { VERDICT_WORDS } from '../../verdict/words.ts';
import { text } from '../../words/text.ts';
import type { Option } from './choice.tsx';

/** The choices of each setting, in the words of the page. */

export function cornerOptions(): readonly Option<Corner>[] {
  return [
    { value: 'top-start', name: text('options_topStart'), hint: '' },
    { value: 'top-end', name: text('options_topEnd'), hint: '' },
    { value: 'bottom-start', name: text('options_bottomStart'), hint: '' },
    { value: 'bottom-end', name: text('options_bottomEnd'), hint: '' },
  ];
}

export function badgeSizeOptions(): readonly Option<BadgeSize>[] {
  return [
    { value: 'small', name: text('options_sizeSmall'), hint: '' },
    { value: 'medium', name: text('options_sizeMedium'), hint: '' },
    { value: 'large', name: text('options_sizeLarge'), hint: '' },
  ];
}

export function energyOptions(): readonly Option<Settings['energy']>[] {
  return [
    { value: 'full', name: text('options_energyFull'), hint: '' },
    { value: 'saver', name: text('options_energySaver'), hint: text('options_energySaverHint') },
    { value: 'mains', name: text('options_energyMains'), hint: text('options_energyMainsHint') },
  ];
}

export function badgesOptions(): readonly Option<Settings['badges']>[] {
  const { manipulated, unclear } = VERDICT_WORDS;
  return [
    { value: 'all', name: text('options_badgesAll'), hint: '' },
    {
      value: 'findings',
      name: text('options_badgesFindings', { manipulated, unclear }),
      hint: text('options_badgesFindingsHint'),
    },
  ];
}

export function backendOptions(): readonly Option<Settings['backend']>[] {
  return [
    { value: 'auto', name: text('options_backendAuto'), hint: text('options_backendAutoHint') },
    { value: 'webgpu', name: text('options_backendWebgpu'), hint: '' },
    { value: 'webgl', name: text('options_backendWebgl'), hint: '' },
    { value: 'wasm', name: text('options_backendWasm'), hint: text('options_backendWasmHint') },
  ];
}
