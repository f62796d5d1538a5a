/** What may be written into a log of an error: enough to mend it, nothing that a person sent. */

export interface Fault {
  name: string;
  /** Left out where it may quote data: a failed query shows its parameters, a parser what it could not read. */
  message?: string;
  code?: string;
  /** Where it happened, without the message. */
  at: string[];
}

const QUOTING = new Set(['DrizzleQueryError', 'SyntaxError', 'ZodError']);

/** Of an error that wraps another, the innermost. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  if (error.cause instanceof Error) return faultOf(error.cause);
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(QUOTING.has(error.constructor.name) || QUOTING.has(error.name) ? {} : { message: error.message }),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    at: at.map((line) => line.trim()),
  };
}
