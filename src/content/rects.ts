import type { Rect } from '../messages/schemas.ts';

/** Rectangles of the viewport in CSS pixels. */
export type { Rect };

export interface Point {
  x: number;
  y: number;
}

/** The common part of two rectangles; null where they do not overlap. */
export function intersection(a: Rect, b: Rect): Rect | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

export function area(rect: Rect): number {
  return Math.max(0, rect.width) * Math.max(0, rect.height);
}

/** Whether no edge of one lies further than `within` from the other's. */
export function isAbout(a: Rect, b: Rect, within: number): boolean {
  const edges = [a.x - b.x, a.y - b.y, a.x + a.width - b.x - b.width, a.y + a.height - b.y - b.height];
  return edges.every((distance) => Math.abs(distance) <= within);
}

export function contains(rect: Rect, point: Point): boolean {
  return (
    point.x >= rect.x && point.x < rect.x + rect.width && point.y >= rect.y && point.y < rect.y + rect.height
  );
}
