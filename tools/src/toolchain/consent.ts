import { createInterface } from "node:readline/promises";
import { UserError } from "../user-error.ts";
import type { Toolchain } from "./context.ts";

/** What is about to be installed into the system. */
export interface Installation {
  /** What is not there. */
  readonly missing: string;
  readonly packages: string;
  /** What else the person can do. */
  readonly manual: string;
}

/** Asks whether system packages may be installed. @throws UserError where nobody agrees */
export async function askConsent(
  toolchain: Toolchain,
  { missing, packages, manual }: Installation,
): Promise<void> {
  if (toolchain.yes) return;
  if (!process.stdin.isTTY)
    throw new UserError(`there is no ${missing}, and nobody to ask whether to install it: ${manual}`);
  const question = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await question.question(
    `There is no ${missing} here. Install ${packages} with apt-get? [y/N] `,
  );
  question.close();
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new UserError(`a ${missing} is needed and was not installed: ${manual}`);
}
