import type { Problem } from "@monitoring/stacks";
import { UserError } from "./user-error.ts";

/** Ends the command if there is any mistake. @throws UserError that names all of them, one a line */
export function refuse(problems: readonly Problem[]): void {
  const messages = [...new Set(problems.map(({ message }) => message))];
  if (messages.length === 0) return;
  const count = messages.length === 1 ? "1 mistake" : `${messages.length} mistakes`;
  const lines = messages.map((message) => `  - ${message}`);
  throw new UserError(`${count}; nothing was changed:\n${lines.join("\n")}`);
}
