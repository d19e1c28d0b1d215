import { deleteDB, openDB } from 'idb';

/**
 * Takes over the records of a database in which earlier versions kept what now lies in files, and deletes it. If `keep` fails, the
 * database stays for the next time.
 */
export async function takeOver(name: string, keep: (records: unknown[]) => Promise<void>): Promise<void> {
  if (!(await indexedDB.databases()).some((database) => database.name === name)) return;
  const database = await openDB(name);
  const records = database.objectStoreNames.contains('records') ? await database.getAll('records') : [];
  database.close();
  await keep(records);
  await deleteDB(name);
}
