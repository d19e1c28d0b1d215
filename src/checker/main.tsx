import { mount } from '../ui/page.ts';
import { Checker } from './checker.tsx';

mount(<Checker query={location.search} />);
