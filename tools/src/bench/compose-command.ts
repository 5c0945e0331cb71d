import { capture } from "../child.ts";
import { UserError } from "../user-error.ts";

const candidates: readonly (readonly string[])[] = [["docker", "compose"], ["docker-compose"]];

/** The words that call compose: docker's plugin, or else the program. @throws UserError that says how to get one */
export async function composeCommand(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  for (const [program = "", ...words] of candidates) {
    const answer = await capture(program, [...words, "version"], { env }).catch(() => undefined);
    if (answer?.code === 0) return [program, ...words];
  }
  throw new UserError(
    "the bench compares with compose, and there is none here: install docker's compose plugin, or on Debian and " +
      "Ubuntu `apt-get install docker-compose`",
  );
}
