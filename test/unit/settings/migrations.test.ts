import { expect, it } from 'vitest';
import { MIGRATIONS, migrate } from '../../../src/settings/migrations.ts';
import { SETTINGS_VERSION } from '../../../src/settings/schema.ts';

it('lead from every former version to the present one', () => {
  expect(MIGRATIONS).toHaveLength(SETTINGS_VERSION);
});

it.each([[null], ['text'], [[]], [{ version: 'one' }], [{ version: -1 }], [{ version: 0.5 }]])(
  'take %j for settings without a version',
  (stored) => {
    expect(migrate(stored)).toMatchObject({ status: 'current' });
  },
);

it('do not touch what a newer version wrote', () => {
  expect(migrate({ version: SETTINGS_VERSION + 1, corner: 'x' })).toEqual({
    status: 'newer',
    version: SETTINGS_VERSION + 1,
  });
});
