import * as v from 'valibot';
import { PageSettingsSchema, type PageSettings } from '../messages/schemas.ts';
import type { Settings } from './schema.ts';

/** The part of the settings that content scripts work by. */
export function pageSettingsOf(settings: Settings): PageSettings {
  return v.parse(PageSettingsSchema, settings);
}
