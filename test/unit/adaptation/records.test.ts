import * as v from 'valibot';
import { expect, it } from 'vitest';
import { RoundRecordSchema } from '../../../src/adaptation/store/records.ts';
import { round } from './samples.ts';

it('a round from before versions lay between, or sites had a distance, is kept and tells nothing of these', () => {
  const { interpolation, resemblance, ...older } = round({ interpolation: 0.75 });
  expect({ interpolation, resemblance }).toEqual({ interpolation: 0.75, resemblance: null });
  const kept = v.parse(RoundRecordSchema, { key: 1, origin: 'https://videos.example', round: older });
  expect(kept.round).toEqual({ ...older, interpolation: null, resemblance: null });
});
