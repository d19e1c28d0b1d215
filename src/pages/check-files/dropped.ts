import { text } from '../../words/text.ts';
import { kindOfFile } from '../../files/kind.ts';
import { addressIn } from './medium.ts';

/** What was dropped on the page, pasted or chosen as a folder: files, folders with files, an address, or something else. */

/** Files taken at once; the rest of a whole disk would never end. */
const MOST_FILES = 1000;
/** Files that systems put into folders by themselves. */
const HIDDEN = /^(\.|desktop\.ini$|thumbs\.db$)/i;
/** So many of the files that were left out are named. */
const NAMED = 5;

export interface Taken {
  files: File[];
  /** What was not taken, and why: whole sentences. */
  notices: string[];
  /** A web address, where there was one and no file. */
  address?: string | null;
}

/** Of the files of a folder those that hold videos or pictures. */
export async function mediaOf(all: readonly File[]): Promise<Taken> {
  const seen = all.filter(({ name }) => !HIDDEN.test(name));
  const files: File[] = [];
  const others: string[] = [];
  for (const file of seen) {
    if (files.length === MOST_FILES) break;
    if (await isMedium(file)) files.push(file);
    else others.push(file.name);
  }
  const notices: string[] = [];
  if (seen.length === 0) notices.push(text('check_emptyFolder'));
  if (others.length > 0) {
    notices.push(text('check_leftOut', { names: namesOf(others) }));
  }
  if (files.length + others.length < seen.length) {
    notices.push(text('check_manyFiles', { all: seen.length, most: MOST_FILES }));
  }
  return { files, notices };
}

async function isMedium(file: File): Promise<boolean> {
  try {
    const { medium } = await kindOfFile(file);
    return medium === 'picture' || medium === 'video';
  } catch (error) {
    console.warn(`FakeFilter: ${file.name}:`, error);
    return false;
  }
}

function namesOf(names: readonly string[]): string {
  const rest = names.length - NAMED;
  const first = names.slice(0, NAMED).join(', ');
  return rest > 0 ? text('check_andMore', { names: first, rest }) : first;
}

/**
 * Reads a drop. Must be called in the event itself: what was dropped is forgotten after it.
 * @param data of the `drop` event.
 */
export async function droppedFiles(data: DataTransfer): Promise<Taken> {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const roots = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const address = addressOf(data);

  const files = roots.flatMap(({ entry, file }) => (file && !entry?.isDirectory ? [file] : []));
  const inFolders: File[] = [];
  const unreadable: string[] = [];
  let folders = 0;
  for (const { entry } of roots) {
    if (!entry?.isDirectory) continue;
    folders++;
    await collect(entry, inFolders, unreadable);
  }
  const found = folders > 0 ? await mediaOf(inFolders) : { files: [], notices: [] };
  const notices = [...found.notices];
  if (unreadable.length > 0) notices.push(text('check_notRead', { names: namesOf(unreadable) }));
  if (roots.length > 0) return { files: [...files, ...found.files], notices };
  if (address === null) notices.push(text('check_nothingDropped'));
  return { files: [], notices, address };
}

function addressOf(data: DataTransfer): string | null {
  return addressIn(data.getData('text/uri-list')) ?? addressIn(data.getData('text/plain'));
}

/**
 * Reads what is pasted: files and pictures, or else an address. Must be called in the event itself.
 * @returns null where there is neither.
 */
export function pasted(data: DataTransfer): Taken | null {
  const files = [...data.files].map(named);
  if (files.length > 0) return { files, notices: [] };
  const address = addressOf(data);
  return address === null ? null : { files, notices: [], address };
}

/** Pictures from the clipboard are all called the same. */
function named(file: File): File {
  if (file.name !== '' && file.name !== 'image.png') return file;
  return new File([file], text('check_pasted', { time: new Date().toTimeString().slice(0, 8) }), {
    type: file.type,
  });
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** All files below a folder, by name. */
async function collect(entry: FileSystemEntry, files: File[], unreadable: string[]): Promise<void> {
  if (HIDDEN.test(entry.name)) return;
  try {
    if (isFile(entry)) files.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
    else if (isFolder(entry)) {
      const inside = await entriesOf(entry);
      inside.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
      for (const one of inside) await collect(one, files, unreadable);
    }
  } catch (error) {
    console.warn(`FakeFilter: ${entry.fullPath}:`, error);
    unreadable.push(entry.name);
  }
}

/** A reader gives at most a hundred entries at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
