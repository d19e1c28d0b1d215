import { deleteDB, openDB } from 'idb';

/** Whether there is a database of this name; asking does not make it. */
export async function databaseExists(name: string): Promise<boolean> {
  return (await indexedDB.databases()).some((database) => database.name === name);
}

/**
 * Takes over the records of a database in which earlier versions kept what now lies in files, and deletes it.
 * @returns what does so at its first call, and again at the next one where `keep` failed: the database stays until then.
 */
export function takingOver(name: string, keep: (records: unknown[]) => Promise<void>): () => Promise<void> {
  let taken: Promise<void> | null = null;
  return () => {
    taken ??= takeOver(name, keep).catch((error: unknown) => {
      taken = null;
      throw error;
    });
    return taken;
  };
}

async function takeOver(name: string, keep: (records: unknown[]) => Promise<void>): Promise<void> {
  if (!(await databaseExists(name))) return;
  const database = await openDB(name);
  const records = database.objectStoreNames.contains('records') ? await database.getAll('records') : [];
  database.close();
  await keep(records);
  await deleteDB(name);
}
