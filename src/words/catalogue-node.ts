import { EN } from './catalogues/en.ts';

/** Programs of Node.js (commands, unit tests) speak English. */
export function messageOf(key: string): string {
  return new Map<string, string>(Object.entries(EN)).get(key) ?? '';
}
