/** Reads, in an extension page, all files of a folder of its private file system: a script whose value is their texts. */
export const textsIn = (folder: string): string => `(async () => {
  const root = await navigator.storage.getDirectory();
  const found = await root.getDirectoryHandle('${folder}').then((handle) => Array.fromAsync(handle.values()), () => []);
  return Promise.all(found.map(async (entry) => (await entry.getFile()).text()));
})()`;
