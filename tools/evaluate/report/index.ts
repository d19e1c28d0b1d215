export { writeDocs } from './docs.ts';
export { jsonLines, textTable } from './lines.ts';
export { summarise } from './summarise.ts';
export type { SetSummary } from './summary.ts';
