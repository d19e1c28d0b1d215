import { text } from '../../words/text.ts';
import { mount } from '../shared/page.ts';
import { Checker } from './check-files.tsx';

mount(<Checker query={location.search} />, text('toolbar_line', { words: text('page_checkFiles') }));
