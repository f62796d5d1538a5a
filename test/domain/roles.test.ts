/** The table of roles, cell by cell, and how far each reaches. */

import { describe, expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import { type Action, allows, table } from '../../src/domain/roles.ts';

const roles: Role[] = ['facilitator', 'president', 'treasurer', 'secretary', 'oversight', 'member', 'helper'];

/** The columns in the order of `roles`. */
const cells: Readonly<Record<Action, string>> = {
  'assembly.call': '✓✓·····',
  'assembly.confirm': '✓······',
  'assembly.change-many': '✓······',
  'notice.send': '✓✓·····',
  'notice.release': '✓······',
  'rsvp.count': '✓✓✓✓✓✓·',
  'attendance.mark': '✓✓✓✓✓✓✓',
  'attendance.head-count': '✓✓✓✓✓✓·',
  'attendance.invite-helper': '✓✓·✓···',
  'work.decide': '✓✓·✓···',
  'work.report': '·✓✓····',
  'money.enter': '·✓✓····',
  'quote.see': '·✓✓✓✓✓·',
  'photo.take-down': '····✓··',
  'concern.answer': '✓···✓··',
  'minutes.make': '✓✓·✓···',
  'relay.answer': '·✓✓✓✓✓·',
  'need.review': '·✓·✓···',
  'need.diagnose': '·✓✓✓✓✓·',
  'vote.prepare': '·✓·✓···',
  'vote.count-paper': '·✓·✓···',
  'vote.second-reading': '✓✓·····',
  'invite.president': '✓······',
  'invite.committee': '·✓·····',
  'invite.elected-president': '✓··✓···',
  'invite.elected': '✓✓·✓···',
  revoke: '✓✓·····',
};

describe('who may do what', () => {
  it('has every action of the table', () => expect(Object.keys(cells).sort()).toEqual(Object.keys(table).sort()));

  it.each(Object.entries(cells) as [Action, string][])('%s', (action, expected) => {
    expect(roles.map((role) => (allows(role, action) ? '✓' : '·')).join('')).toBe(expected);
  });
});
