import { MAX_DETAIL, type Notice } from './notice.ts';

/** An error that tells a person something. `message` is for the console: the code, or what is given. */
export class CodedError extends Error {
  override readonly name: string = 'CodedError';
  readonly notice: Notice;

  constructor(notice: Notice, options?: ErrorOptions & { message?: string }) {
    super(options?.message ?? JSON.stringify(notice), options);
    this.notice = notice;
  }
}

/** What to tell of anything that was thrown. */
export function noticeOf(error: unknown): Notice {
  if (error instanceof CodedError) return error.notice;
  return { code: 'unexpected', detail: messageOf(error).slice(0, MAX_DETAIL) };
}

/** Technical, in English. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
