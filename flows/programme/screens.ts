/** What the programme flow shows: one answer, and the other questions. */

import type { Choice, Screen } from '../../src/conversation/flow.ts';
import { type Topic, topics } from './machine.ts';

const ask = (topic: Topic): Choice => ({ label: { key: `programme:label.${topic}` }, event: { type: 'topic', topic } });
const PAGE = 4;

export const screens = {
  answer: ({ topic, page }: { topic: Topic; page: number }): Screen => {
    const others = topics.filter((other) => other !== topic);
    return {
      text: [{ key: `programme:answer.${topic}` }],
      choices: [
        ...others.slice(page * PAGE, (page + 1) * PAGE).map(ask),
        { label: { key: 'programme:label.more' }, event: { type: 'more' } },
        { label: { key: 'programme:label.assembly' }, event: { type: 'assembly' } },
      ],
    };
  },
};
