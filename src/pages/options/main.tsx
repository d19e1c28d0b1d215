import { text } from '../../words/text.ts';
import { mount } from '../shared/page.ts';
import { Options } from './options.tsx';

mount(<Options />, text('toolbar_line', { words: text('page_settings') }));
