import { mount } from '../pages/shared/page.ts';
import { isPopup } from './shown-tab.ts';
import { Popup } from './popup.tsx';

document.documentElement.classList.toggle('in-popup', isPopup(location.search));
mount(<Popup query={location.search} />, 'FakeFilter');
