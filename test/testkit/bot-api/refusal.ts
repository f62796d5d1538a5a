/** The answers of the real server when it says no; texts as in tdlib/telegram-bot-api. */

export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;

  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  toJSON() {
    const parameters = this.retryAfter === undefined ? {} : { parameters: { retry_after: this.retryAfter } };
    return { ok: false, error_code: this.code, description: this.message, ...parameters };
  }
}

export const bad = (description: string) => new Refusal(400, `Bad Request: ${description}`);

export const conflict = (description: string) => new Refusal(409, `Conflict: ${description}`);
