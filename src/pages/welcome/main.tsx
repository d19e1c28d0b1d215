import { text } from '../../words/text.ts';
import { mount } from '../shared/page.ts';
import { Welcome } from './welcome.tsx';

mount(<Welcome />, text('welcome_title'));
