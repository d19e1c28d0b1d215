import { text } from '../../words/text.ts';
import { mount } from '../shared/page.ts';
import { History } from './history.tsx';

mount(<History />, text('toolbar_line', { words: text('history_title') }));
