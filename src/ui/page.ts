import { render, type ComponentChild } from 'preact';
import './style.css';

/** Draws a page into its `<div id="app">`. */
export function mount(page: ComponentChild): void {
  const root = document.getElementById('app');
  if (!root) throw new Error('The page has no element "app"');
  render(page, root);
}
