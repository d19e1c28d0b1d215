import { expect, it } from 'vitest';
import { siteRows } from '../../../../src/pages/options/site-rows.ts';

const site = { check: true, adapt: false };

it('lists sites, then hosts that were merely allowed', () => {
  const rows = siteRows(
    [{ origin: 'https://a.example', site: { check: true, adapt: true } }],
    ['https://a.example/*', 'https://cdn.example/*'],
  );
  expect(rows).toEqual([
    {
      name: 'a.example',
      origin: 'https://a.example',
      pattern: 'https://a.example/*',
      check: true,
      adapt: true,
    },
    {
      name: 'https://cdn.example',
      origin: null,
      pattern: 'https://cdn.example/*',
      check: false,
      adapt: false,
    },
  ]);
});

it('does not give back a permission that another port of the host still needs', () => {
  const rows = siteRows(
    [
      { origin: 'http://127.0.0.1:1', site },
      { origin: 'http://127.0.0.1:2', site },
    ],
    ['http://127.0.0.1/*'],
  );
  expect(rows.map((row) => row.pattern)).toEqual([null, null]);
});

it('has nothing to give back where the permission is gone', () => {
  expect(siteRows([{ origin: 'https://a.example', site }], [])[0]?.pattern).toBeNull();
});
