/**
 * Words that were drawn into the picture over a face: captions, subtitles, names. Lettering is many narrow strokes of one colour beside one
 * another, each with hard edges on both sides, in rows one above the other. It is white, vivid or black on white. Teeth, lashes, spectacles,
 * beards and hair have narrow strokes, too, but few in a row, of many colours, or of those of skin and hair.
 */

/** Side of the square that is looked at, in px; lengths below are in it. */
export const SIDE = 224;
/** A stroke is narrower than this. */
const STROKE = 19;
/** A stroke is brighter, or darker, than what lies on both sides of it by more than this, of 255, in one of the colours. */
const CONTRAST = 55;
/** Values of strokes of one colour differ by no more than this. */
const ALIKE = 14;
/** Words are white from here on in each colour, vivid if their colours differ by so much, or, on white, black up to here. */
const WHITE = 190;
const VIVID = 90;
const BLACK = 90;
/** Hues of skin, 0 is yellow, 1 red; of lips, up to there; and how vivid a red is that is of no lips. */
const SKIN = { from: 0.25, to: 0.9 };
const LIPS = 1.2;
const SIGNAL_RED = 150;
/** Every second row is enough. */
const EVERY = 2;
/** So many of them are looked at together; the next ones begin a few further down. */
const ROWS = 6;
const STEP = 2;
/** At the edges of the square there is more background than face. */
const EDGE = 17;

/**
 * Strokes of one colour in each row, where there are most of them.
 * @param square RGB, `[SIDE, SIDE, 3]`, 0…255.
 * @returns 0…; below 3 for faces without words, 6 and more for most captions.
 */
export function lettering(square: Uint8Array): number {
  let most = 0;
  for (let channel = 0; channel < 3; channel++) {
    for (const dark of [false, true]) most = Math.max(most, densest(strokesOf(square, channel, dark)));
  }
  return most;
}

/** The peaks of the strokes in each row, in one colour. */
function strokesOf(square: Uint8Array, channel: number, dark: boolean): number[][] {
  const line = new Uint8Array(SIDE);
  const rows: number[][] = [];
  for (let y = EDGE; y < SIDE - EDGE; y += EVERY) {
    for (let x = 0; x < SIDE; x++) {
      const value = square[(y * SIDE + x) * 3 + channel] ?? 0;
      line[x] = dark ? 255 - value : value;
    }
    const around = opened(line);
    const peaks = peaksIn(line, around).filter((x) => {
      const at = (y * SIDE + x) * 3;
      const onPaper = dark && isWhite(square, y, x - REACH, x) && isWhite(square, y, x, x + REACH);
      return isPaint(square.subarray(at, at + 3), onPaper);
    });
    rows.push(peaks.map((x) => line[x] ?? 0));
  }
  return rows;
}

/** Whether a colour is one of words and not of skin and hair. @param onPaper what lies around it is white. */
function isPaint(rgb: Uint8Array, onPaper: boolean): boolean {
  const least = Math.min(...rgb);
  const greatest = Math.max(...rgb);
  const vivid = greatest - least >= VIVID && !isSkin(rgb);
  return vivid || least >= WHITE || (onPaper && greatest <= BLACK);
}

/** Whether some pixel in a part of a row is white. */
function isWhite(square: Uint8Array, y: number, from: number, to: number): boolean {
  for (let at = (y * SIDE + from) * 3; at < (y * SIDE + to) * 3; at += 3) {
    if (square.subarray(at, at + 3).every((value) => value >= WHITE)) return true;
  }
  return false;
}

/** Between red and yellow, as skin, hair and wood in any light, or the red of lips. */
function isSkin([red = 0, green = 0, blue = 0]: Uint8Array): boolean {
  const least = Math.min(green, blue);
  if (red <= Math.max(green, blue)) return false;
  const hue = (red - green) / Math.max(1, red - blue);
  return hue > SKIN.from && (hue < SKIN.to || (hue < LIPS && red - least < SIGNAL_RED));
}

/** Where each stroke of a row has its peak. */
function peaksIn(line: Uint8Array, around: Uint8Array): number[] {
  const peaks: number[] = [];
  let peak = -1;
  let from = 0;
  for (let x = 0; x <= SIDE; x++) {
    if (x < SIDE && (line[x] ?? 0) - (around[x] ?? 0) > CONTRAST) {
      if (peak < 0) from = peak = x;
      if ((line[x] ?? 0) > (line[peak] ?? 0)) peak = x;
    } else if (peak >= 0) {
      if (from >= EDGE && x <= SIDE - EDGE) peaks.push(peak);
      peak = -1;
    }
  }
  return peaks;
}

/** How far a stroke's width reaches to either side. */
const REACH = (STROKE - 1) / 2;
/** A row with room for that beyond its ends, in whole widths. */
const PADDED = Math.ceil((SIDE + 2 * REACH) / STROKE) * STROKE;

/** What is left of a row without what is narrower than a stroke: the greatest of the least values around each place. */
function opened(line: Uint8Array): Uint8Array {
  return inverted(leastAround(inverted(leastAround(line))));
}

function inverted(line: Uint8Array): Uint8Array {
  const result = new Uint8Array(line.length);
  for (let x = 0; x < result.length; x++) result[x] = 255 - (line[x] ?? 0);
  return result;
}

/** The least value within reach of each place: of the end of one block and the start of the next (van Herk 1992). */
function leastAround(line: Uint8Array): Uint8Array {
  const fromLeft = new Uint8Array(PADDED).fill(255);
  fromLeft.set(line, REACH);
  const fromRight = fromLeft.slice();
  for (let x = 1; x < PADDED; x++) {
    if (x % STROKE !== 0) fromLeft[x] = Math.min(fromLeft[x] ?? 0, fromLeft[x - 1] ?? 0);
    const back = PADDED - 1 - x;
    if ((back + 1) % STROKE !== 0) fromRight[back] = Math.min(fromRight[back] ?? 0, fromRight[back + 1] ?? 0);
  }
  const result = new Uint8Array(SIDE);
  for (let x = 0; x < SIDE; x++) result[x] = Math.min(fromRight[x] ?? 0, fromLeft[x + STROKE - 1] ?? 0);
  return result;
}

/** Strokes of about one value in a row, in the rows that have most of them. */
function densest(strokes: readonly number[][]): number {
  let most = 0;
  for (let top = 0; top + ROWS <= strokes.length; top += STEP) {
    const counts = new Uint16Array(256);
    for (const row of strokes.slice(top, top + ROWS)) {
      for (const peak of row) counts[peak] = (counts[peak] ?? 0) + 1;
    }
    let alike = 0;
    for (let value = 0; value < 256; value++) {
      alike += counts[value] ?? 0;
      if (value > ALIKE) alike -= counts[value - ALIKE - 1] ?? 0;
      most = Math.max(most, alike);
    }
  }
  return most / ROWS;
}
