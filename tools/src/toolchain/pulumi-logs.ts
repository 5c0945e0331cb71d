import { lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const why = `Pulumi's CLI would make a folder of this name and write the debug log of every command into it.
Written, compressed and encrypted, it takes a fifth of an update's time, and up to 500 MB of disk.
Its log of one command: npm run pulumi -- preview --stack dev -v=9 --logtostderr 2> log
`;

/**
 * Keeps Pulumi's CLI from logging every command to its home: it has no setting for that, and goes on without where
 * it cannot make the folder. What has been logged there so far is removed.
 */
export function withoutLogs(home: string): void {
  const logs = join(home, "logs");
  if (lstatSync(logs, { throwIfNoEntry: false })?.isFile()) return;
  mkdirSync(home, { recursive: true });
  try {
    rmSync(logs, { recursive: true, force: true });
    writeFileSync(logs, why);
  } catch {
    // A command that runs just now has made it again: the next one finds it.
  }
}
