import { stream } from "../child.ts";
import { repository } from "../repository.ts";

/** Formats every file with Prettier. */
export function run(): Promise<number> {
  return stream("pnpm", ["exec", "prettier", "--write", "--log-level", "warn", "."], { cwd: repository });
}
