import { nearest, stackNames, type StackName } from "@monitoring/stacks";
import { UserError } from "./user-error.ts";

/** The stack of a name. @throws UserError that offers what was meant */
export function stackNamed(name: string): StackName {
  const stack = stackNames.find((known) => known === name);
  if (stack !== undefined) return stack;
  const meant = nearest(name, stackNames);
  throw new UserError(
    `there is no stack "${name}"; ${meant ? `did you mean ${meant}?` : `there are ${stackNames.join(" and ")}`}`,
  );
}
