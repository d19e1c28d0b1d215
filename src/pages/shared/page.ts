import { render, type ComponentChild } from 'preact';
import { languageOfTexts } from '../../words/text.ts';
import './style.css';

/** Draws a page into its `<div id="app">`, in the language and direction of its texts. @param title as the tab shows it. */
export function mount(page: ComponentChild, title: string): void {
  Object.assign(document.documentElement, languageOfTexts());
  document.title = title;
  const root = document.getElementById('app');
  if (!root) throw new Error('The page has no element "app"');
  render(page, root);
}
