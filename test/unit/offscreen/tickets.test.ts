import { describe, expect, it } from 'vitest';
import { Tickets } from '../../../src/offscreen/tickets.ts';

describe('Tickets', () => {
  it('gives the work back once', () => {
    const tickets = new Tickets<string>();
    const ticket = tickets.issue('frame');
    expect(tickets.take(ticket)).toBe('frame');
    expect(tickets.take(ticket)).toBeNull();
  });

  it('forgets what was not continued within 10 s', () => {
    let now = 0;
    const tickets = new Tickets<string>(() => now);
    const early = tickets.issue('early');
    now = 9_999;
    const late = tickets.issue('late');
    now = 10_000;
    expect(tickets.take(early)).toBeNull();
    expect(tickets.take(late)).toBe('late');
  });

  it('knows no ticket it did not issue', () => {
    expect(new Tickets<string>().take('made up')).toBeNull();
  });
});
