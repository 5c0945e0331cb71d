import { createHash } from "node:crypto";

// What the exporter asks, and nothing that shows a key, a value or a password (as CONFIG GET would).
const monitoringCommands = [
  "info",
  "ping",
  "client|setname",
  "client|setinfo",
  "latency|histogram",
  "latency|latest",
  "slowlog|get",
  "slowlog|len",
];

/**
 * The lines of redis.conf that say who may do what: the owner by password, and the exporter's role with its commands. Redis reads JSON's escapes in double quotes; the exporter's password is written as its hash.
 */
export function redisAuth(password: string, exporter: { user: string; password: string }): string {
  const hash = createHash("sha256").update(exporter.password).digest("hex");
  const rules = monitoringCommands.map((command) => `+${command}`).join(" ");
  return `requirepass ${JSON.stringify(password)}\nuser ${exporter.user} on #${hash} resetkeys resetchannels -@all ${rules}\n`;
}
