import type { Results } from './results.ts';

/** Writes the results where programs read them. */
export function publish(results: Results): void {
  const place = document.getElementById('results');
  if (!place) throw new Error('The page has no element "results"');
  place.textContent = JSON.stringify(results);
}
