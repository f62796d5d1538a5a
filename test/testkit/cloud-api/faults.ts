/** What goes wrong on purpose, by endpoint, each once. */

export type Endpoint = 'messages' | 'media' | 'phone' | 'download';

type Planned =
  /** Meta's refusal, without any effect. */
  | { kind: 'refuse'; status: number; code: number }
  /** A page of a proxy instead of the Graph API. */
  | { kind: 'page'; status: number }
  /** Taken, and refused later by a status. */
  | { kind: 'later'; code: number }
  /** No answer, ever. */
  | { kind: 'stall' }
  /** Done; then the line breaks. */
  | { kind: 'drop' };

export function createFaults() {
  const planned = new Map<Endpoint, Planned[]>();
  const plan = (endpoint: Endpoint, fault: Planned) => {
    planned.set(endpoint, [...(planned.get(endpoint) ?? []), fault]);
  };
  return {
    take: (endpoint: Endpoint): Planned | undefined => planned.get(endpoint)?.shift(),
    failNext: (endpoint: Endpoint, code: number, status = 400) => plan(endpoint, { kind: 'refuse', status, code }),
    failLater: (code: number) => plan('messages', { kind: 'later', code }),
    pageNext: (endpoint: Endpoint, status: number) => plan(endpoint, { kind: 'page', status }),
    stallNext: (endpoint: Endpoint) => plan(endpoint, { kind: 'stall' }),
    dropAfterAccept: (endpoint: Endpoint) => plan(endpoint, { kind: 'drop' }),
  };
}

export type Faults = Omit<ReturnType<typeof createFaults>, 'take'>;
