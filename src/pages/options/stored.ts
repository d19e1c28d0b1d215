import browser from 'webextension-polyfill';
import { deleteRecords, listRecords } from '../../history/store.ts';
import { deleteChecks } from '../../kept/checks.ts';
import { askEngine } from '../../messages/engine-client.ts';
import { send } from '../../messages/send.ts';
import { text } from '../../words/text.ts';
import { forgetLearned } from '../shared/adaptation-actions.ts';
import { learningPage } from '../shared/learning-page.ts';
import { saveFile } from '../shared/save-file.ts';
import { CheckStore } from '../check-files/store.ts';

/** What FakeFilter keeps on this computer, kind by kind, and what can be done about it. */

export interface Stored {
  name: string;
  /** The page that shows it. */
  page: string;
  count: () => Promise<{ entries: number; bytes: number }>;
  /** Has the browser save it as a file. */
  save: () => Promise<void>;
  /** What that file holds, where it is not all. */
  note?: string;
  remove: () => Promise<unknown>;
}

async function withChecks<T>(work: (store: CheckStore) => Promise<T>): Promise<T> {
  const store = new CheckStore(() => undefined);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

export function storedKinds(): readonly Stored[] {
  return [
    {
      name: text('history_title'),
      page: browser.runtime.getURL('src/pages/history/index.html'),
      count: async () => {
        const records = await listRecords();
        return { entries: records.length, bytes: JSON.stringify(records).length };
      },
      save: async () => saveJson('fakefilter-history.json', await listRecords()),
      remove: () => deleteRecords(() => true),
    },
    {
      name: text('data_checks'),
      page: browser.runtime.getURL('src/pages/check-files/index.html'),
      count: () =>
        withChecks(async (store) => {
          const { records, bytes } = await store.size();
          return { entries: records, bytes };
        }),
      save: async () => saveJson('fakefilter-checks.json', await withChecks((store) => store.all())),
      // Pages that show them hear of it.
      remove: () => deleteChecks(),
    },
    {
      name: text('data_learned'),
      page: learningPage(null),
      count: async () => {
        const { sites, bytes } = await send('background.learnedSize', {});
        return { entries: sites, bytes };
      },
      save: async () => saveJson('fakefilter-learned.json', await learnedSites()),
      note: text('data_learnedNote'),
      remove: () => forgetLearned(null),
    },
  ];
}

/** What the pages on learning tell, of each site of which something is kept. */
async function learnedSites() {
  const told = [];
  for (const site of await askEngine('engine.adaptationUsage', {})) {
    told.push({ ...site, state: await askEngine('engine.adaptation', { origin: site.origin }) });
  }
  return told;
}

function saveJson(name: string, value: unknown): void {
  saveFile(name, 'application/json', `${JSON.stringify(value, null, 2)}\n`);
}
