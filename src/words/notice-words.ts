import type { Notice } from '../contracts/notice.ts';
import { text } from './text.ts';

/** A notice in a sentence or two, each with its full stop. */
export function noticeWords(notice: Notice): string {
  switch (notice.code) {
    case 'versionInUse':
      return notice.version === 0
        ? text('notice_originalInUse')
        : text('notice_versionInUse', { version: notice.version });
    case 'versionDamaged':
    case 'versionOutdated':
    case 'versionNotKept':
      return text(`notice_${notice.code}`, { version: notice.version });
    case 'tooLittle':
      return text('notice_tooLittle', notice);
    case 'frameAccessRefused':
    case 'frameMayHoldVideo':
      return text(`notice_${notice.code}`, { host: notice.host });
    case 'unexpected':
      return text('notice_unexpected', { detail: notice.detail });
    default:
      return text(`notice_${notice.code}`);
  }
}

/** Several notices, one after the other. */
export function noticesWords(notices: readonly Notice[]): string {
  return notices.map(noticeWords).join(' ');
}
