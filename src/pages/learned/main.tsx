import { text } from '../../words/text.ts';
import { mount } from '../shared/page.ts';
import { askedOrigin } from './asked-origin.ts';
import { Learning } from './learned.tsx';

mount(
  <Learning origin={askedOrigin(location.search)} />,
  text('toolbar_line', { words: text('learned_title') }),
);
