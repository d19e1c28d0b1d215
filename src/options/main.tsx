import { mount } from '../ui/page.ts';
import { Options } from './options.tsx';

mount(<Options />);
