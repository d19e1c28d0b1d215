import { beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogues } from '../../../build/locales.ts';

const all = await catalogues();
let language = 'en';
vi.mock('#catalogue', () => ({ messageOf: (key: string) => all.get(language)?.[key] ?? '' }));

/** What is known of texts lives as long as the module: as a page does. */
async function speaking(name: string) {
  language = name;
  vi.resetModules();
  return import('../../../src/words/text.ts');
}

beforeEach(() => vi.resetModules());

describe('a text', () => {
  it('has its parameters filled in, numbers as the language writes them', async () => {
    const { text, decimal, percent } = await speaking('en');
    expect(text('badge_checking', { judged: 3, wanted: 16 })).toBe('Checking 3 of 16');
    expect(text('options_forgetSite', { site: '{size}' })).toBe('Forget {size}');
    expect([decimal(0.912345, 3), decimal(12_345), percent(0.75)]).toEqual(['0.912', '12,345', '75%']);
  });

  it('tells a very small number with the decimal point of its language', async () => {
    const { scientific } = await speaking('de');
    expect(scientific(0.0000011)).toBe('1,1E-6');
  });

  it('has the plural form of its number', async () => {
    const { plural } = await speaking('en');
    expect([0, 1, 2].map((n) => plural('faces', n))).toEqual(['0 faces', '1 face', '2 faces']);
  });

  it('is empty where the browser no longer knows the extension, and nothing is thrown', async () => {
    vi.spyOn(console, 'debug').mockReturnValue();
    vi.stubGlobal('chrome', {
      i18n: {
        getMessage: () => {
          throw new Error('Extension context invalidated.');
        },
      },
    });
    const browser = await import('../../../src/words/catalogue-browser.ts');
    expect(browser.messageOf('verdict_unclear')).toBe('');
    vi.unstubAllGlobals();
  });
});
