/** A mistake or a state of the machine that the person can mend: its message is shown without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
