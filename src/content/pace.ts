/** About one frame a second, in ms: faces change little within less, and a phone's GPU keeps up. */
export const BETWEEN_FRAMES_MS = 1000;
/** While a person waits for the verdict, or one that was reached may be out of date, in ms. Sixteen frames take five to six seconds. */
export const BETWEEN_HURRIED_FRAMES_MS = 333;
/**
 * After a verdict, while the video plays on, a frame is judged where none was within so many seconds of it: a tenth of the pace of a check, and a
 * swapped face that is shown for so long is in one of them. What is played again costs nothing.
 */
export const AGAIN_AFTER_S = 10;
