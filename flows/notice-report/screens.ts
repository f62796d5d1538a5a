/** What is asked of somebody who has just reported a notice. */

import type { Choice, Screen } from '../../src/conversation/flow.ts';

const choice = (type: string): Choice => ({ label: { key: `notice-report:label.${type}` }, event: { type } });

export const screens = {
  rest: (): Screen => ({ text: [{ key: 'notice-report:rest' }], choices: [choice('off'), choice('menu')] }),
};
