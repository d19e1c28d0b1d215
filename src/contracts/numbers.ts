import * as v from 'valibot';

/** Numbers of storage and messages. The bounds keep out nonsense; they are no policy. */

export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
/** ms since 1970; a `Date` holds no more. */
export const moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
export const finite = v.pipe(v.number(), v.finite());
/** 0…1, also of a probability. */
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
