/** Voting: what is on the ballot, choosing, the choice read back, the receipt; changing it, taking it back, voting on paper. */

import { announced, askingReceipt, checked, checking, lookingAgain, none } from './before.ts';
import { EMPTY, ready, receiptSaid, yoursSaid } from './setup.ts';
import { cancelled, doubted, notListed, picked, pickedAtEnd, pickedSeveral, refused, say, tooMany } from './ways.ts';

export const machine = ready.createMachine({
  id: 'vote',
  context: ({ input }) => ({
    ...input,
    found: null,
    clinic: '',
    closed: false,
    counted: false,
    may: false,
    voted: false,
    moved: false,
    vote: null,
    barred: null,
    ...EMPTY,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'entering',
  states: {
    entering: {
      always: [
        { guard: 'checks', target: 'checking' },
        { guard: 'asksCheck', target: 'askingReceipt' },
        { target: 'finding' },
      ],
    },
    finding: {
      entry: 'forget',
      invoke: {
        src: 'voteFound',
        input: ({ context: { clinicId, paper } }) => ({ clinicId, paper }),
        onDone: [
          { guard: 'mayCount', target: 'askingWhose', actions: ['keepFound', 'readPaper'] },
          { guard: 'goesToPaper', target: 'confirmingPaper', actions: ['keepFound', 'readPaper'] },
          {
            guard: 'hasVoted',
            target: 'voted',
            actions: ['keepFound', { type: 'say', params: ({ event }) => yoursSaid(event.output) }, say('shared')],
          },
          { target: 'sorting', actions: 'keepFound' },
        ],
        onError: 'leaving',
      },
    },
    /** Who counts the paper of all may mean that, or their own. */
    askingWhose: {
      meta: { screen: 'whosePaper' },
      on: {
        count: { target: 'leaving', actions: 'goToCount' },
        own: [{ guard: 'mayGoToPaper', target: 'confirmingPaper' }, { target: 'sorting' }],
        back: 'leaving',
      },
    },
    sorting: {
      always: [
        { guard: 'noClinic', target: 'leaving', actions: [say('whichClinic'), 'goToClinic'] },
        { guard: 'none', target: 'none' },
        { guard: 'announced', target: 'announced' },
        { guard: 'barred', target: 'barred' },
        { target: 'beginning' },
      ],
    },
    none,
    announced,
    lookingAgain,
    barred: { meta: { screen: 'barred' }, on: { menu: 'leaving', back: 'leaving' } },
    /** Whose ballot has the proof is not asked for it again. */
    changing: {
      invoke: {
        src: 'isProven',
        input: ({ context }) => ({ voteId: context.vote?.voteId ?? 0 }),
        onDone: [{ guard: 'isRight', target: 'choosing' }, { target: 'beginning' }],
        onError: 'leaving',
      },
    },
    beginning: { always: [{ guard: 'asksCode', target: 'askingCode' }, { target: 'choosing' }] },
    askingCode: {
      meta: { screen: 'code' },
      on: {
        text: [
          { guard: 'looksLikeCode', target: 'tryingCode', actions: 'keepCode' },
          { guard: 'leavesIt', target: 'cancelling' },
          { guard: 'takesBack', target: 'choosing' },
          { target: 'lookingUpFirst', actions: 'keepCode' },
        ],
        // Who names what they want has no code.
        picks: pickedSeveral,
        noCode: 'choosing',
        back: 'leaving',
      },
    },
    /** Something on the ballot, or else a code. */
    lookingUpFirst: {
      invoke: {
        src: 'findOnBallot',
        input: ({ context }) => ({ voteId: context.vote?.voteId ?? 0, text: context.dayCode }),
        onDone: [
          { guard: 'foundNone', target: 'tryingCode' },
          { guard: 'foundSeveral', target: 'choosing', actions: ['forget', say('whichOne')] },
          { ...tooMany, actions: ['forget', tooMany.actions] },
          { target: 'noting', actions: ['forget', 'choose'] },
        ],
        onError: 'leaving',
      },
    },
    tryingCode: {
      invoke: {
        src: 'isDayCode',
        input: ({ context }) => ({ voteId: context.vote?.voteId ?? 0, text: context.dayCode }),
        onDone: [
          { guard: 'isRight', target: 'choosing', actions: ['takeCode', say('codeRight')] },
          { target: 'wrongCode', actions: 'dropCode' },
        ],
        onError: 'leaving',
      },
    },
    wrongCode: {
      always: [
        { guard: 'oftenWrong', target: 'choosing', actions: say('codeGivenUp') },
        { target: 'askingCode', actions: say('codeWrong') },
      ],
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        pick: picked,
        picks: pickedSeveral,
        text: [
          { guard: 'isDone', target: 'ready' },
          { guard: 'isCode', target: 'tryingCode', actions: 'keepCode' },
          ...doubted,
          { target: 'lookingUp' },
        ],
        done: 'ready',
        cancel: cancelled,
        back: cancelled,
      },
    },
    lookingUp: {
      invoke: {
        src: 'findOnBallot',
        input: ({ context, event }) => ({
          voteId: context.vote?.voteId ?? 0,
          text: event.type === 'text' ? event.text : '',
        }),
        onDone: [
          { guard: 'foundNoneAtEnd', target: 'confirming', actions: say('sayYes') },
          { guard: 'foundNone', target: 'choosing', actions: notListed },
          { guard: 'foundSeveral', target: 'choosing', actions: say('whichOne') },
          tooMany,
          { target: 'noting', actions: 'choose' },
        ],
        onError: 'leaving',
      },
    },
    /** What is named in a refusal is taken off, and never chosen. */
    takingOff: {
      invoke: {
        src: 'findOnBallot',
        input: ({ context, event }) => ({
          voteId: context.vote?.voteId ?? 0,
          text: event.type === 'text' ? event.text : '',
          among: context.chosen,
        }),
        onDone: [
          { guard: 'foundNoneAtEnd', target: 'confirming', actions: say('sayYes') },
          { guard: 'foundNone', target: 'choosing', actions: say('unchanged') },
          { guard: 'foundAll', target: 'choosing', actions: ['takeOff', say('takenBack')] },
          { target: 'choosing', actions: 'takeOff' },
        ],
        onError: 'leaving',
      },
    },
    /** They are to be reminded, if they do not confirm it. */
    noting: {
      invoke: {
        src: 'beginBallot',
        input: ({ context }) => ({ voteId: context.vote?.voteId ?? 0 }),
        onDone: [{ guard: 'isWhole', target: 'confirming' }, { target: 'choosing' }],
        onError: refused,
      },
    },
    cancelling: { always: cancelled },
    ready: {
      always: [
        { guard: 'chosen', target: 'confirming', actions: 'readBack' },
        { target: 'choosing', actions: say('chooseFirst') },
      ],
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        confirm: 'casting',
        more: { target: 'choosing', actions: 'reopen' },
        picks: pickedAtEnd,
        text: [{ guard: 'isDone', target: 'confirming', actions: say('sayYes') }, ...doubted, { target: 'lookingUp' }],
        cancel: cancelled,
        back: { target: 'choosing', actions: 'reopen' },
      },
    },
    casting: {
      invoke: {
        src: 'castBallot',
        input: ({ context: { vote, chosen, dayCode } }) => ({ voteId: vote?.voteId ?? 0, choices: chosen, dayCode }),
        onDone: {
          target: 'voted',
          actions: [
            { type: 'say', params: ({ context, event }) => receiptSaid(context, event.output) },
            'forget',
            'hasNow',
          ],
        },
        onError: refused,
      },
    },
    voted: {
      meta: { screen: 'voted' },
      on: {
        text: [{ guard: 'withdraws', target: 'confirmingWithdrawal' }, { target: 'finding' }],
        change: 'changing',
        paper: 'confirmingPaper',
        withdraw: 'confirmingWithdrawal',
        menu: 'leaving',
        back: 'leaving',
      },
    },
    confirmingPaper: {
      meta: { screen: 'confirmPaper' },
      on: {
        yes: 'goingToPaper',
        no: 'finding',
        back: 'leaving',
      },
    },
    goingToPaper: {
      invoke: {
        src: 'withdrawBallot',
        input: ({ context }) => ({ voteId: context.vote?.voteId ?? 0, as: 'paper' }),
        onDone: { target: 'leaving', actions: say('paperNoted') },
        onError: refused,
      },
    },
    confirmingWithdrawal: {
      meta: { screen: 'confirmWithdrawal' },
      on: {
        yes: 'withdrawing',
        text: [{ guard: 'withdrawsAgain', target: 'withdrawing' }, { target: 'finding' }],
        no: 'voted',
        back: 'voted',
      },
    },
    withdrawing: {
      invoke: {
        src: 'withdrawBallot',
        input: ({ context }) => ({ voteId: context.vote?.voteId ?? 0, as: 'withdrawn' }),
        onDone: {
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context }) => ({ key: context.moved ? 'vote:withdrawnThere' : 'vote:withdrawn' }),
          },
        },
        onError: refused,
      },
    },
    askingReceipt,
    checking,
    checked,
    /** Where a conversation stands of which everything was forgotten, at the close or after some days. */
    over: {
      meta: { screen: 'over' },
      on: { vote: 'finding', result: { target: 'leaving', actions: 'goToResult' }, menu: 'leaving', back: 'leaving' },
    },
    leaving: { type: 'final' },
  },
});
