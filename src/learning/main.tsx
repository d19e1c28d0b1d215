import { mount } from '../ui/page.ts';
import { askedOrigin } from './asked-origin.ts';
import { Learning } from './learning.tsx';

mount(<Learning origin={askedOrigin(location.search)} />);
