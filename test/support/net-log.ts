import { readFile } from 'node:fs/promises';

/** One request of the browser's network service, whoever made it: page, worker, extension or the browser itself. */
export interface Request {
  url: string;
  /** `chrome-extension://…`, `http://…`, or empty for the browser's own. */
  initiator: string;
}

interface Log {
  constants: { logEventTypes: Record<string, number> };
  events: { type: number; params?: { url?: string; initiator?: string } }[];
}

/** Reads the file of `--log-net-log`; complete once the browser is closed. */
export async function readNetLog(file: string): Promise<Request[]> {
  const log = JSON.parse(await readFile(file, 'utf8')) as Log;
  const start = log.constants.logEventTypes.URL_REQUEST_START_JOB;
  return log.events.flatMap(({ type, params }) => {
    if (type !== start || !params?.url) return [];
    const { url, initiator } = params;
    return [{ url, initiator: initiator && initiator !== 'not an origin' ? initiator : '' }];
  });
}
