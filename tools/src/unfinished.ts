import { interrupted } from "./child.ts";
import { UserError } from "./user-error.ts";

/** What to say when Pulumi did not finish: what happened, and what to do next. */
export function unfinished(command: "up" | "down", code: number): UserError {
  const what = {
    up: { was: "the update was interrupted", is: "the update did not finish" },
    down: { was: "stopping was interrupted", is: "the stack is not stopped" },
  }[command];
  return new UserError(
    code === interrupted
      ? `${what.was}; what it had done by then stays. \`npm run up\` starts or mends the whole stack, \`npm run down\` stops it`
      : `${what.is}; mend what is said above and run \`npm run ${command}\` again`,
  );
}
