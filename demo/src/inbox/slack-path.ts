/** The path of a Slack webhook, given as its whole address or as the path alone; nothing where it is neither. */
export function slackPath(secret: string): string | undefined {
  const path = secret.trim().replace(/^https?:\/\/[^/]+/, "");
  return /^\/services\/[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(path) ? path : undefined;
}
