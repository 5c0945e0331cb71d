import { setSecretCommand } from "./secrets.ts";

/** A key that other tools have and this configuration has not, and what to do instead. */
interface MovedKey {
  readonly path: RegExp;
  readonly advice: string;
}

const secret = (name: string): string =>
  `it is a secret of its own: remove it here (and change it if the file was shared), then: ${setSecretCommand(name)}`;

const moved: readonly MovedKey[] = [
  {
    path: /^receivers\.pagerduty\.service_?key$/i,
    advice:
      "service keys are of PagerDuty's Events API v1; add an integration of type Events API v2 to the service and set " +
      `its integration key: ${setSecretCommand("pagerdutyRoutingKey")}`,
  },
  { path: /^receivers\.pagerduty\.(routing|integration)?_?key$/i, advice: secret("pagerdutyRoutingKey") },
  { path: /^receivers\.slack\.((slack_?)?webhook_?)?(api_?)?(url)?$/i, advice: secret("slackWebhookUrl") },
  { path: /^receivers\.email\.(auth_?|smtp_?)?pass(word)?$/i, advice: secret("smtpPassword") },
  {
    path: /^receivers\.email\.(smtp_?)?(host|server|port)$/i,
    advice: "write host and port together as smarthost, e.g. smarthost: smtp.example.com:587",
  },
  { path: /^receivers\.webhook\.(webhook_?)?url$/i, advice: secret("webhookUrl") },
  { path: /^receivers\.heartbeat\.(webhook_?)?url$/i, advice: secret("heartbeatUrl") },
  {
    path: /^(receivers\.)?inbox$/i,
    advice: "the local inbox stands in for every receiver that is not set; remove this key",
  },
  {
    path: /^(postgres(ql)?_?(url|uri|dsn)|data_?source_?name|database_?url|dsn)$/i,
    advice: "write host:port into monitoring:postgres",
  },
  { path: /^redis_?(url|uri|addr|address)$/i, advice: "write host:port into monitoring:redis" },
  {
    path: /^remoteWrite\.[^.]+\.(password|bearer_?token|secret(_?access)?_?key|api_?key)$/i,
    advice:
      "it is a secret of its own: remove it here (and change it if the file was shared), then: " +
      setSecretCommand("remoteWriteSecret-<name of the destination>"),
  },
  {
    path: /^scrape_?timeout$/i,
    advice:
      "a scrape may take as long as its interval, 10s at most, so there is nothing to set; remove this key",
  },
  {
    path: /^alerts\.Watchdog$/i,
    advice: "it fires as long as alerting works, and its silence is the alarm; remove this key",
  },
  {
    path: /^alerts\.\w+\.threshold$/,
    advice: "this alert compares with no number that could be tuned; remove this key",
  },
  {
    path: /^alerts\.\w+\.severity$/,
    advice:
      "a severity decides who is told, and is part of what is proven; set for or threshold, or switch the alert off",
  },
  {
    path: /^alerts\.\w+\.disabled$/,
    advice: "write enabled: false",
  },
];

/** What to do about a well-known key that does not exist here. */
export function movedKey(path: string): string | undefined {
  return moved.find((row) => row.path.test(path))?.advice;
}
