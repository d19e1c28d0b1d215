import { AdaptationStore } from '../adaptation/store/store.ts';

/** How much is kept of what was gathered and learned, in bytes on the disk, and of how many sites. */
export async function learnedSize(): Promise<{ sites: number; bytes: number }> {
  if (!(await AdaptationStore.exists())) return { sites: 0, bytes: 0 };
  const store = await AdaptationStore.open();
  try {
    const usage = await store.usage();
    return { sites: usage.length, bytes: usage.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    store.close();
  }
}
