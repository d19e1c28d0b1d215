import { CodedError } from '../../contracts/coded-error.ts';

/** The disk, or the browser's share of it, is full, and removing samples did not help. */
export class StorageFullError extends CodedError {
  override readonly name = 'StorageFullError';
  constructor(cause: unknown) {
    super({ code: 'storageFull' }, { cause });
  }
}

/** The database was written by a newer version of the extension. It is left as it is. */
export class NewerDatabaseError extends CodedError {
  override readonly name = 'NewerDatabaseError';
  constructor(cause: unknown) {
    super({ code: 'databaseNewer' }, { cause });
  }
}

/** The database lacks parts: another program changed it, or the disk did. */
export class DamagedDatabaseError extends CodedError {
  override readonly name = 'DamagedDatabaseError';
  constructor(cause: unknown) {
    super({ code: 'databaseDamaged' }, { cause });
  }
}

/** The database did not open, though nobody was seen to hold it. */
export class SlowDatabaseError extends CodedError {
  override readonly name = 'SlowDatabaseError';
  constructor() {
    super({ code: 'databaseSlow' });
  }
}

/** The database is held by a page that does not let go of it, or was closed again and again. */
export class DatabaseBusyError extends CodedError {
  override readonly name = 'DatabaseBusyError';
  constructor(cause?: unknown) {
    super({ code: 'databaseBusy' }, { cause });
  }
}

/** Whether a failure of IndexedDB has this name, in whichever class the browser dresses it. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
