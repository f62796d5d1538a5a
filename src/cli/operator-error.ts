/** What went wrong, in one line for the operator: printed without a stack, exit code 1. */

export class OperatorError extends Error {}
