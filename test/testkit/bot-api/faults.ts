/** What goes wrong on purpose, per method, each once. */

import { Refusal } from './refusal.ts';

type Planned =
  | { kind: 'refuse'; refusal: Refusal }
  /** A page of a proxy instead of the Bot API. */
  | { kind: 'page'; status: number }
  /** No answer, ever. */
  | { kind: 'stall' }
  /** The method does its work; then the line breaks. */
  | { kind: 'drop' };

const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
};

export function createFaults() {
  const planned = new Map<string, Planned[]>();
  const plan = (method: string, fault: Planned) => {
    const key = method.toLowerCase();
    planned.set(key, [...(planned.get(key) ?? []), fault]);
  };
  return {
    take: (method: string): Planned | undefined => planned.get(method)?.shift(),
    /** The next call of the method is refused, without any effect. */
    failNext(method: string, fault: { code: number; description?: string; retryAfter?: number }): void {
      const { code, retryAfter } = fault;
      const said = retryAfter === undefined ? DESCRIPTIONS[code] : `Too Many Requests: retry after ${retryAfter}`;
      const refusal = new Refusal(code, fault.description ?? said ?? 'Error', retryAfter);
      plan(method, { kind: 'refuse', refusal });
    },
    /** The next call is answered by a page of HTML, as from a proxy in between. */
    pageNext: (method: string, status: number): void => plan(method, { kind: 'page', status }),
    /** The next call has no effect and no answer, until the server closes. */
    stallNext: (method: string): void => plan(method, { kind: 'stall' }),
    /** The next call is carried out, and its connection destroyed before the answer. */
    dropAfterAccept: (method: string): void => plan(method, { kind: 'drop' }),
  };
}

export type Faults = ReturnType<typeof createFaults>;
