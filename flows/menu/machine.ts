/** The menu: where every conversation can return to, with a word for what has no flow of its own. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, type Next } from '../../src/conversation/flow.ts';

export interface MenuInput extends Arrival {
  /** A text of this flow, said above the menu. */
  remark?: string;
}

interface MenuContext extends MenuInput {
  next: Next | null;
}

type MenuEvent = {
  type:
    | 'office'
    | 'assembly'
    | 'voting'
    | 'progress'
    | 'committee'
    | 'programme'
    | 'mine'
    | 'needs'
    | 'petitions'
    | 'vote'
    | 'result'
    | 'clinic'
    | 'notices'
    | 'privacy'
    | 'language'
    | 'back';
};

const leadsTo = (next: Next) => ({
  target: 'elsewhere',
  actions: assign<MenuContext, MenuEvent, undefined, MenuEvent, never>({ next }),
});

export const machine = setup({
  types: {} as { input: MenuInput; context: MenuContext; events: MenuEvent; output: Next },
  actions,
  guards: {
    hasRemark: ({ context }) => context.remark !== undefined,
    isHelp: ({ context }) => context.remark === 'help',
    isHelpInOffice: ({ context }) => context.remark === 'help' && context.office === true,
  },
}).createMachine({
  id: 'menu',
  context: ({ input }) => ({ ...input, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      always: [
        {
          guard: 'isHelpInOffice',
          target: 'resting',
          actions: [
            { type: 'say', params: { key: 'menu:help' } },
            { type: 'say', params: { key: 'menu:helpVoting' } },
            { type: 'say', params: { key: 'menu:helpInOffice' } },
          ],
        },
        {
          guard: 'isHelp',
          target: 'resting',
          actions: [
            { type: 'say', params: { key: 'menu:help' } },
            { type: 'say', params: { key: 'menu:helpVoting' } },
          ],
        },
        {
          guard: 'hasRemark',
          target: 'resting',
          actions: { type: 'say', params: ({ context }) => ({ key: `menu:${context.remark}` }) },
        },
        { target: 'resting' },
      ],
    },
    resting: {
      meta: { screen: 'menu' },
      on: {
        office: leadsTo({ flow: 'office' }),
        assembly: leadsTo({ flow: 'assembly', input: { own: true } }),
        voting: 'voting',
        progress: leadsTo({ flow: 'progress' }),
        committee: leadsTo({ flow: 'committee' }),
        programme: leadsTo({ flow: 'programme' }),
        mine: 'mine',
      },
    },
    voting: {
      meta: { screen: 'voting' },
      on: {
        needs: leadsTo({ flow: 'needs' }),
        petitions: leadsTo({ flow: 'petitions' }),
        vote: leadsTo({ flow: 'vote' }),
        result: leadsTo({ flow: 'result' }),
        back: 'resting',
      },
    },
    mine: {
      meta: { screen: 'mine' },
      on: {
        clinic: leadsTo({ flow: 'clinic', input: { view: 'mine' } }),
        notices: leadsTo({ flow: 'notices' }),
        privacy: leadsTo({ flow: 'privacy' }),
        language: leadsTo({ flow: 'language' }),
        back: 'resting',
      },
    },
    elsewhere: { type: 'final' },
  },
});
