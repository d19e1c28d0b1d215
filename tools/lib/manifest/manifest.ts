import { InputError } from '../command-line/input-error.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CsvError, parseCsv } from './csv.ts';

/** The list of files to measure: `path,dataset,label,method,source,group` and, where wanted, `crop`. */

type Label = 'real' | 'fake';

/** `detect`: faces are found and cut by the crop rule. `whole`: the picture is a face crop already. */
export type CropMode = 'detect' | 'whole';

/** One file of a manifest. */
export interface ManifestRow {
  /** Where it stands, from 1. */
  line: number;
  /** As it stands in the manifest, relative to its folder. */
  path: string;
  /** Absolute. */
  file: string;
  medium: 'video' | 'picture';
  dataset: string;
  label: Label;
  /** The label where the manifest has no such column. */
  method: string;
  /** Empty where the manifest has no such column. */
  source: string;
  /** What must never straddle a split; the path where the manifest has no such column. */
  group: string;
  /** null: decided for the data set as a whole. */
  crop: CropMode | null;
}

/** A manifest that cannot be used; the message names the file, the line and what to do. */
class ManifestError extends InputError {
  override readonly name = 'ManifestError';
}

const REQUIRED = ['path', 'dataset', 'label'] as const;
const VIDEOS = [
  ...['mp4', 'm4v', 'mov', '3gp', 'webm', 'mkv', 'ogv', 'avi', 'ts', 'mts', 'm2ts', 'mpg', 'mpeg', 'vob'],
  ...['flv', 'wmv', 'asf'],
];
const PICTURES = ['jpg', 'jpeg', 'png', 'webp', 'bmp', 'gif', 'avif'];

function mediumOf(file: string): 'video' | 'picture' | null {
  const extension = path.extname(file).slice(1).toLowerCase();
  if (VIDEOS.includes(extension)) return 'video';
  return PICTURES.includes(extension) ? 'picture' : null;
}

/**
 * @param text the manifest's content.
 * @param name how messages call it.
 * @param folder what its paths are relative to.
 * @throws ManifestError
 */
export function parseManifest(text: string, name: string, folder: string): ManifestRow[] {
  const fail = (line: number, what: string): never => {
    throw new ManifestError(`${name}, line ${line}: ${what}`);
  };
  let records;
  try {
    records = parseCsv(text);
  } catch (error) {
    if (error instanceof CsvError) throw new ManifestError(`${name}, ${error.message}`, { cause: error });
    throw error;
  }
  const [heading, ...rest] = records;
  if (!heading) throw new ManifestError(`${name} is empty; its first line must be path,dataset,label,…`);
  const columns = heading.fields.map((field) => field.trim());
  for (const column of REQUIRED) {
    if (!columns.includes(column)) {
      fail(heading.line, `there is no column "${column}"; the first line must name path,dataset,label,…`);
    }
  }
  if (rest.length === 0) throw new ManifestError(`${name} lists no file; add a line for each`);

  const lines = new Map<string, number>();
  return rest.map(({ line, fields }) => {
    if (fields.length !== columns.length) {
      fail(
        line,
        `${fields.length} fields, but the first line names ${columns.length}; add or quote what differs`,
      );
    }
    const field = (column: string): string => fields[columns.indexOf(column)]?.trim() ?? '';
    const given = field('path');
    if (given === '') fail(line, 'the path is empty; name a file or remove the line');
    const before = lines.get(given);
    if (before !== undefined) fail(line, `"${given}" stands on line ${before} already; remove one of them`);
    lines.set(given, line);
    const medium =
      mediumOf(given) ??
      fail(
        line,
        `"${given}" is neither a video (${VIDEOS.join(', ')}) nor a picture (${PICTURES.join(', ')})`,
      );
    const dataset = field('dataset') || fail(line, 'the data set is empty; give it a name');
    const label = field('label');
    if (label !== 'real' && label !== 'fake') {
      return fail(line, `label is "${label}"; it must be "real" or "fake"`);
    }
    const crop = field('crop');
    if (crop !== '' && crop !== 'detect' && crop !== 'whole') {
      return fail(line, `crop is "${crop}"; it must be "detect", "whole" or empty`);
    }
    if (crop === 'whole' && medium === 'video') {
      fail(line, 'crop is "whole", which is for pictures only; faces of videos are found, so leave it empty');
    }
    return {
      line,
      path: given,
      file: path.resolve(folder, given),
      medium,
      dataset,
      label,
      method: field('method') || label,
      source: field('source'),
      group: field('group') || given,
      crop: crop === '' ? null : crop,
    };
  });
}

/** @throws ManifestError also if it cannot be read. */
export async function readManifest(file: string): Promise<ManifestRow[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ManifestError(`The manifest cannot be read: ${why}`, { cause: error });
  }
  return parseManifest(text, file, path.dirname(path.resolve(file)));
}
