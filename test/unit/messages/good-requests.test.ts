import * as v from 'valibot';
import { expect, it } from 'vitest';
import { PROTOCOL, type MessageName } from '../../../src/messages/protocol.ts';
import { goodRequests } from '../../fuzz/requests.ts';

// Mutations of what is refused from the start would try nothing but the border.
it.each(Object.entries(goodRequests(1, 'https://example.com')))(
  'a good request of %s is one',
  (name, request) => {
    expect(v.safeParse(PROTOCOL[name as MessageName].request, request).issues).toBeUndefined();
  },
);
