/** The texts are for the user. */

/** The disk, or the browser's share of it, is full, and removing samples did not help. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
  constructor(cause: unknown) {
    super(
      'There is no room left to store what was learned. Free some space on the disk, or forget a site in the options of FakeFilter.',
      { cause },
    );
  }
}

/** The database was written by a newer version of the extension. It is left as it is. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
  constructor(cause: unknown) {
    super(
      'What was learned was stored by a newer version of FakeFilter, and is kept. Update the extension to use it.',
      { cause },
    );
  }
}

/** The database could not be opened in time, or was closed again and again. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
  constructor(cause?: unknown) {
    super(
      'The storage of what was learned is held by another page of FakeFilter. Close its other pages, and try again.',
      {
        cause,
      },
    );
  }
}

/** Whether a failure of IndexedDB has this name, in whichever class the browser dresses it. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
