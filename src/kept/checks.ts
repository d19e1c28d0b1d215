import { deleteDB } from 'idb';
import { KEPT } from '../contracts/kept.ts';
import { PrivateFolder } from './private-folder.ts';

/** Deletes all results of the page that checks files. Pages that show them hear of it (`pages/check-files/store.ts`). */
export async function deleteChecks(name: string = KEPT.folders.checks): Promise<void> {
  // Where earlier versions kept them.
  await Promise.all([new PrivateFolder(name).deleteAll(), deleteDB(name)]);
  const channel = new BroadcastChannel(name);
  channel.postMessage('deleted');
  channel.close();
}
