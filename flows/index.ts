/** The registry: every flow of the bot. The first is where conversations begin. */

import type { Flow } from '../src/conversation/flow.ts';
import assembly from './assembly/flow.ts';
import clinic from './clinic/flow.ts';
import language from './language/flow.ts';
import link from './link/flow.ts';
import menu from './menu/flow.ts';
import notices from './notices/flow.ts';
import privacy from './privacy/flow.ts';
import programme from './programme/flow.ts';

export const flows: readonly Flow[] = [menu, assembly, clinic, programme, notices, privacy, language, link];
